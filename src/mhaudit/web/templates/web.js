"use strict";
// Everything works without this: it shows progress, takes dropped files, and checks a profile while it is typed.
const at = (id) => document.getElementById(id);

function follow(section) {
  const address = section.dataset.state;
  let before = section.dataset.now || "running";
  const look = async () => {
    try {
      const state = await (await fetch(address)).json();
      if (at("exchanges")) at("exchanges").textContent = state.exchanges.toLocaleString(document.documentElement.lang);
      if (at("left")) at("left").textContent = state.left === null ? "–" : state.left.toLocaleString(document.documentElement.lang);
      if (state.expected) { at("progress").max = state.expected; at("progress").value = Math.min(state.exchanges, state.expected); }
      if (at("kinds")) at("kinds").textContent = state.kinds.toLocaleString(document.documentElement.lang);
      if (state.state !== before) { location.reload(); return; }
    } catch {
      // The server may have been stopped; look again.
    }
    setTimeout(look, 500);
  };
  if (!["done", "failed", "stopped"].includes(before)) setTimeout(look, 300);
}

function upload(form) {
  const input = at("captures");
  const send = () => {
    const request = new XMLHttpRequest();
    const bar = at("sent");
    bar.hidden = false;
    request.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) return;
      bar.value = event.loaded / event.total;
      at("sent-text").textContent = `${Math.floor(100 * bar.value)} %`;
    });
    request.addEventListener("loadend", () => location.assign("/"));
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.send(new FormData(form));
  };
  form.addEventListener("submit", (event) => { event.preventDefault(); send(); });
  for (const name of ["dragenter", "dragover"]) {
    document.addEventListener(name, (event) => { event.preventDefault(); form.classList.add("over"); });
  }
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) form.classList.remove("over"); });
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("over");
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    send();
  });
}

function check(form) {
  let waiting = 0;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const answer = await fetch(form.dataset.check, { method: "POST", body: new FormData(form) });
      if (!answer.ok) return;
      const { faults } = await answer.json();
      const list = at("faults");
      list.hidden = faults.length === 0;
      list.querySelector("ul").replaceChildren(...faults.map((text) => {
        const item = document.createElement("li");
        item.textContent = text;
        return item;
      }));
    }, 400);
  });
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(at(button.dataset.copy).textContent);
  const text = button.firstChild;
  const before = text.data;
  text.data = button.dataset.copied;
  setTimeout(() => { text.data = before; }, 1500);
});
if (at("job")?.dataset.state) follow(at("job"));
if (at("upload")) upload(at("upload"));
for (const form of document.querySelectorAll("[data-check]")) check(form);
