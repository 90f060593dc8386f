"use strict";
// Draws the charts and gives every table marked `data-tools` sort buttons and a filter box. Without it the page reads as plain tables.
(() => {
  const collator = new Intl.Collator("vi", { numeric: true });
  const FEW = 6;
  const A4_WIDTH = 660;
  const LINE = 18;
  const GAP = 6;
  const narrow = matchMedia("(max-width: 37.5rem)");

  /** Small letters; without tones and marks too, unless the one who types uses them: "hue" finds "Huế". */
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/g, "d").replace(/Đ/g, "D").toLowerCase();
  const matcher = (query) => {
    const wanted = query.normalize("NFC").trim().toLowerCase();
    const fold = plain(wanted) === wanted ? plain : (text) => text.normalize("NFC").toLowerCase();
    return (text) => fold(text).includes(wanted);
  };

  const element = (tag, properties, ...children) => {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  };

  // --- charts ---------------------------------------------------------------------------------------------------

  const plots = JSON.parse(document.getElementById("du-lieu-bieu-do").textContent);
  const drawn = [...document.querySelectorAll("[data-chart]")];

  const isLying = ({ data }) => data.length > 0 && data[0].orientation === "h";

  /** Lying bars for a phone: each name stands above its bars instead of taking half of the width. One unit of y is a pixel. */
  const namesAbove = ({ data, layout }) => {
    const bars = data[0].width * (layout.barmode === "overlay" ? data.length : 1);
    const edge = { x: 0, xref: "paper", xanchor: "left", yanchor: "top", align: "left", bgcolor: "#fff", showarrow: false, borderpad: 0 };
    const annotations = [];
    const middles = [];
    let top = 0;
    for (const text of layout.yaxis.ticktext) {
      const name = LINE * text.split("<br>").length + GAP;
      annotations.push({ ...edge, text, y: top });
      middles.push(top + name + bars / 2);
      top += name + bars + 2 * GAP;
    }
    const { t, b } = layout.margin;
    return {
      data: data.map((trace) => ({ ...trace, y: middles })),
      layout: {
        ...layout, annotations, height: t + top + b, margin: { ...layout.margin, l: GAP },
        yaxis: { ...layout.yaxis, range: [top, 0], showticklabels: false, ticks: "" },
      },
    };
  };

  const draw = (place) => {
    const plot = plots.charts[place.dataset.chart];
    const { data, layout } = narrow.matches && isLying(plot) ? namesAbove(plot) : plot;
    return Plotly.react(place, structuredClone(data), structuredClone(layout), plots.config).then(() => {
      place.querySelectorAll("svg.main-svg").forEach((picture) => picture.setAttribute("aria-hidden", "true"));
    });
  };
  const drawAll = () => Promise.all(drawn.map(draw));
  const setWidth = (width) => drawn.forEach((place) => Plotly.relayout(place, { width, autosize: width === null }));

  // --- sorting --------------------------------------------------------------------------------------------------

  const isFixed = (row) => row.classList.contains("group") || row.classList.contains("total");

  /** Runs of rows between headings and totals: rows change places only inside their run. */
  const runs = (rows) => {
    const found = [[]];
    for (const row of rows) {
      if (isFixed(row)) found.push([row], []);
      else found.at(-1).push(row);
    }
    return found;
  };

  const compareCells = (one, other) => {
    const [a, b] = [one.dataset.key, other.dataset.key];
    if (a !== undefined && b !== undefined) {
      return Number.isNaN(Number(a)) ? (a < b ? -1 : Number(a > b)) : Number(a) - Number(b);
    }
    return collator.compare(one.textContent, other.textContent);
  };

  const isMissing = (cell) => cell.dataset.key === undefined && ["", "–"].includes(cell.textContent.trim());

  /** Cells without a value stay last whichever way the column is sorted. */
  const compareRows = (column, sign) => (one, other) => {
    const [a, b] = [one.cells[column], other.cells[column]];
    return isMissing(a) - isMissing(b) || sign * compareCells(a, b);
  };

  const sortBy = (table, rows, column, order) => {
    const compare = order === "none" ? () => 0 : compareRows(column, order === "ascending" ? 1 : -1);
    table.tBodies[0].append(...runs(rows).flatMap((run) => [...run].sort(compare)));
  };

  const NEXT = { none: "ascending", ascending: "descending", descending: "none" };

  const addSorting = (table, rows) => {
    const heads = [...table.tHead.rows[0].cells];
    for (const [column, head] of heads.entries()) {
      const button = element("button", { type: "button", className: "sort", title: "Sắp xếp" }, ...head.childNodes);
      button.addEventListener("click", () => {
        const order = NEXT[head.getAttribute("aria-sort")];
        heads.forEach((other) => other.setAttribute("aria-sort", "none"));
        head.setAttribute("aria-sort", order);
        sortBy(table, rows, column, order);
      });
      head.setAttribute("aria-sort", "none");
      head.replaceChildren(button);
    }
  };

  // --- filtering ------------------------------------------------------------------------------------------------

  const addFilter = (before, what, items, afterwards) => {
    const box = element("input", { type: "search", autocomplete: "off", spellcheck: false });
    const count = element("output", {});
    box.addEventListener("input", () => {
      const fits = matcher(box.value);
      for (const item of items) item.hidden = !fits(item.textContent);
      const shown = items.filter((item) => !item.hidden).length;
      count.value = box.value.trim() ? `${shown}/${items.length} ${what}` : "";
      afterwards(box.value.trim() !== "");
    });
    before.before(element("div", { className: "tools" }, element("label", {}, `Lọc ${what} `, box), count));
  };

  /** A heading shows while a row under it shows; a total only while every row does, because it adds up all of them. */
  const showFixed = (rows) => (filtering) => {
    const below = runs(rows);
    below.forEach((run, place) => {
      const [row] = run;
      if (!row || !isFixed(row)) return;
      const next = below[place + 1];
      row.hidden = filtering && (row.classList.contains("total") || (next.length > 0 && next.every((other) => other.hidden)));
    });
  };

  const equipTable = (table) => {
    const rows = [...table.tBodies[0].rows];
    const items = rows.filter((row) => !isFixed(row));
    if (items.length > 1) addSorting(table, rows);
    if (items.length >= FEW) addFilter(table.closest(".scroll"), "dòng", items, showFixed(rows));
  };

  const equipFindings = (section) => {
    const groups = [...section.querySelectorAll("[data-group]")];
    if (!groups.length) return;
    addFilter(groups[0], "ghi chú", [...section.querySelectorAll("[data-item]")], (filtering) => {
      for (const group of groups) {
        group.hidden = !group.querySelector("[data-item]:not([hidden])");
        group.open = filtering && !group.hidden;
      }
    });
  };

  // --- paper and phone ------------------------------------------------------------------------------------------

  let closed = [];
  const toPaper = () => {
    closed = [...document.querySelectorAll("details.unit:not([open])")];
    closed.forEach((unit) => { unit.open = true; });
    setWidth(A4_WIDTH);
  };
  const fromPaper = () => {
    closed.forEach((unit) => { unit.open = false; });
    setWidth(null);
  };

  document.querySelectorAll("table[data-tools]").forEach(equipTable);
  document.querySelectorAll("section[data-tools]").forEach(equipFindings);
  if (narrow.matches) document.querySelector(".contents details").open = false;
  window.addEventListener("beforeprint", toPaper);
  window.addEventListener("afterprint", fromPaper);
  narrow.addEventListener("change", drawAll);
  drawAll().then(() => document.documentElement.classList.add("drawn"));
})();
