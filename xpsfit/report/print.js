// Tables on paper: those too wide for a page in blocks, each with the key columns.
(() => {
  const CHARACTERS = 106, PADDING = 3, LONGEST_WORDS = 26;

  function width(table, column) {
    const cells = [...table.rows].map((row) => row.cells[column]).filter(Boolean);
    const wide = cells.map((cell) => {
      const text = cell.textContent;
      const breaks = cell.tagName === "TH" || cell.classList.contains("words");
      const words = breaks ? text.split(/[\s_]+/) : [text];
      const longest = Math.max(...words.map((word) => word.length));
      return breaks ? Math.max(longest, Math.min(text.length / 2, LONGEST_WORDS)) : longest;
    });
    return Math.max(...wide) + PADDING;
  }

  // Which columns stand in which block; keys are in every one.
  function blocks(table) {
    const heads = [...table.tHead.rows[0].cells];
    const widths = heads.map((_, column) => width(table, column));
    const keys = heads.flatMap((head, column) => ("key" in head.dataset ? [column] : []));
    const fixed = keys.reduce((sum, column) => sum + widths[column], 0);
    const found = [];
    let room = 0;
    heads.forEach((_, column) => {
      if (keys.includes(column)) return;
      if (widths[column] > room) {
        found.push([...keys]);
        room = CHARACTERS - fixed;
      }
      found[found.length - 1].push(column);
      room -= widths[column];
    });
    return found;
  }

  function part(table, columns, number) {
    const copy = table.cloneNode(true);
    delete copy.dataset.table;
    for (const row of copy.rows) {
      const cells = [...row.cells];
      row.replaceChildren(...columns.map((column) => cells[column]));
    }
    if (number && copy.caption) copy.caption.append(", continued");
    return copy;
  }

  window.addEventListener("beforeprint", () => {
    for (const holder of document.querySelectorAll(".table")) {
      const table = holder.querySelector("table");
      if (!table.tHead || holder.classList.contains("parted")) continue;
      const found = blocks(table);
      if (found.length < 2) continue;
      const paper = document.createElement("div");
      paper.className = "paper";
      paper.append(...found.map((columns, number) => part(table, columns, number)));
      holder.classList.add("parted");
      holder.after(paper);
    }
  });
  window.addEventListener("afterprint", () => {
    document.querySelectorAll(".paper").forEach((paper) => paper.remove());
    document.querySelectorAll(".parted").forEach((one) => one.classList.remove("parted"));
  });
})();
