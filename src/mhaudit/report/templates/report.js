"use strict";
// The page is complete without this: it only searches, sorts and unfolds.
(() => {
  function filter(form) {
    const items = [...document.querySelectorAll("." + form.dataset.filter)];
    const texts = new Map();
    const words = (item) => {
      if (!texts.has(item)) texts.set(item, item.textContent.toLowerCase());
      return texts.get(item);
    };
    const apply = () => {
      const wanted = form.elements.text.value.trim().toLowerCase();
      let shown = 0;
      for (const item of items) {
        item.hidden = wanted !== "" && !words(item).includes(wanted);
        if (!item.hidden) shown += 1;
      }
      form.querySelector("output").textContent = form.dataset.shown.replace("%1", shown).replace("%2", items.length);
    };
    form.addEventListener("input", apply);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.hidden = false;
  }

  function sortable(table) {
    const body = table.tBodies[0];
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const key = (row) => row.cells[column].dataset.value ?? row.cells[column].textContent.trim();
        const order = new Intl.Collator(document.documentElement.lang, { numeric: true });
        const rows = [...body.rows].sort((a, b) => order.compare(key(a), key(b)));
        body.append(...(down ? rows.reverse() : rows));
      });
    });
  }

  // A link into a filtered or folded list must still arrive.
  const arrive = () => {
    let target = document.getElementById(location.hash.slice(1));
    target?.querySelector(":scope > details")?.setAttribute("open", "");
    for (; target; target = target.parentElement) {
      target.hidden = false;
      if (target.tagName === "DETAILS") target.open = true;
    }
  };
  window.addEventListener("hashchange", arrive);
  window.addEventListener("beforeprint", () => {
    for (const part of document.querySelectorAll("details")) part.open = true;
  });
  document.querySelectorAll("form[data-filter]").forEach(filter);
  document.querySelectorAll("table.sortable").forEach(sortable);
  if (location.hash) arrive();
})();
