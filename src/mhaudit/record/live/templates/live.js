"use strict";
// Everything that comes from traffic is written as text, never as markup.
const NOW = 5;
const at = (id) => document.getElementById(id);
// The token is in the address, which a screenshot or a projector shows: it leaves the address, and stays here.
const base = location.pathname;
for (const link of document.querySelectorAll("a[href]")) link.href = new URL(link.getAttribute("href"), location.href);
history.replaceState(null, "", "/");
let stopped = false;

function part(row, name, text, style = "") {
  const child = row.appendChild(document.createElement(name));
  child.textContent = text;
  child.className = style;
}

function list(id, items, fill, empty) {
  at(id).replaceChildren(...items.map((item) => {
    const row = document.createElement("li");
    fill(row, item);
    return row;
  }));
  if (empty) at(empty).hidden = items.length > 0;
}

function counted(number, one) {
  return `${number.toLocaleString("en")} ${one}${number === 1 ? "" : "s"}`;
}

function duration(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

function showRecorded(recorded) {
  document.body.classList.add("recording");
  at("status").textContent = recorded.errors ? `Recording, with ${counted(recorded.errors, "failure")}` : "Recording";
  at("exchanges").textContent = recorded.exchanges.toLocaleString("en");
  at("rate").textContent = recorded.rate;
  at("phase").textContent = recorded.phase || "none";
  at("lasted").textContent = recorded.since ? duration(recorded.now - recorded.since) : "";
  for (const button of document.querySelectorAll("[data-phase]")) {
    button.setAttribute("aria-pressed", String(button.dataset.phase === recorded.phase));
  }
}

function told(row, item) {
  part(row, "b", item.label);
  row.append(" to ");
  part(row, "bdi", item.who, "who");
  const phases = item.phases.length ? `, in ${item.phases.join(", ")}` : "";
  part(row, "span", `${item.host}: ${item.basis}, ${counted(item.count, "time")}${phases}`, "detail");
}

function contact(now) {
  return (row, item) => {
    part(row, "bdi", item.who + (item.country ? ` (${item.country})` : ""), "who");
    const role = [item.party, ...item.roles].join(", ");
    part(row, "span", `${item.host}: ${role}; ${counted(item.exchanges, "exchange")}, ${item.sent} sent`, "detail");
    row.classList.toggle("alarm", item.alarm);
    row.classList.toggle("now", item.last !== null && now - item.last < NOW);
  };
}

function gap(row, item) {
  part(row, "b", item.title);
  row.append(item.count > 1 ? ` ${counted(item.count, "time")}. ` : ". ", item.meaning);
  if (item.hosts.length) part(row, "span", item.hosts.join(", "), "detail");
  row.classList.toggle("blocking", item.blocking);
}

let shownAlarms = "";
function showJudged(judged, now) {
  at("judged").textContent = judged.judged.toLocaleString("en");
  list("contacts", judged.contacts, contact(now), "no-contact");
  list("sent", judged.persona, told, "nothing-sent");
  list("gaps", judged.gaps, gap, "no-gap");
  const alarms = JSON.stringify(judged.alarms);
  if (alarms !== shownAlarms) {
    shownAlarms = alarms;  // an alert is read out again whenever it is written again
    list("alarms", judged.alarms, told);
    at("alarm").hidden = judged.alarms.length === 0;
  }
}

const events = new EventSource(`${base}events`);
events.onmessage = (event) => {
  const { recorded, judged } = JSON.parse(event.data);
  showRecorded(recorded);
  if (judged) showJudged(judged, recorded.now);
  if (!recorded.judging) at("judged").textContent += ", no longer judging";
};
events.onerror = () => {
  document.body.classList.remove("recording");
  at("status").textContent = stopped ? "Stopped. The report is being written" : "The recorder does not answer";
  events.close();
  follow();
};

// When the recording has ended, the same address says how far the audit is, and then has the report.
async function follow() {
  for (let failures = 0; failures < 20;) {
    try {
      const after = await (await fetch(`${base}after`)).json();
      failures = 0;
      if (after.state === "auditing") at("status").textContent = `Stopped. Auditing: ${counted(after.exchanges, "exchange")}`;
      else if (after.state === "failed") { at("status").textContent = "Stopped. There is no report: see the terminal"; return; }
      else { await offer(after.report); return; }
    } catch {
      failures += 1;
    }
    await new Promise((done) => setTimeout(done, 250));
  }
  at("status").textContent = "The recorder does not answer";
}

async function offer(path) {
  const report = await (await fetch(`${base}report`)).blob();
  const link = document.createElement("a");
  link.href = URL.createObjectURL(report);
  link.download = "report.html";
  link.textContent = "Get the report";
  at("status").replaceChildren("Stopped and audited. ", link, `, or open ${path}`);
}

async function send(address, data, done) {
  const said = at("said");
  try {
    const answer = await fetch(`${base}${address}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(data),
    });
    said.textContent = answer.ok ? done : (await answer.json()).error;
    said.classList.toggle("wrong", !answer.ok);
    return answer.ok;
  } catch {
    said.textContent = "The recorder does not answer.";
    said.classList.add("wrong");
    return false;
  }
}

function empty(input) {
  input.value = "";
  input.blur();  // so that the next key is a phase again
}

const begin = (id) => send("phase", { id }, `Phase ${id} began.`);

at("phases").addEventListener("click", (event) => {
  const button = event.target.closest("[data-phase]");
  if (button) begin(button.dataset.phase);
});
at("free").addEventListener("submit", async (event) => {
  event.preventDefault();
  if (await begin(at("free-phase").value)) empty(at("free-phase"));
});
at("note").addEventListener("submit", async (event) => {
  event.preventDefault();
  if (await send("note", { text: at("note-text").value }, "Noted.")) empty(at("note-text"));
});
at("stop").addEventListener("click", async () => {
  if (!confirm("Stop recording, and audit what was recorded?")) return;
  stopped = true;
  await send("stop", { end: "recording" }, "Stopped.");
});
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(at(button.dataset.copy).textContent);
  button.textContent = "Copied";
  setTimeout(() => { button.textContent = "Copy"; }, 1500);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") event.target.blur();
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input")) return;
  const buttons = document.querySelectorAll("[data-phase]");
  if (/^[0-9]$/.test(event.key)) buttons[(Number(event.key) + 9) % 10]?.click();
  else if (event.key === "n") {
    event.preventDefault();
    at("note-text").focus();
  }
});
