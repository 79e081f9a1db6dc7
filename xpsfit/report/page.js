"use strict";
// The figures of a report: spectra to zoom and read, and a profile. No network, no eval.
(() => {
  const NS = "http://www.w3.org/2000/svg";
  const data = JSON.parse(document.getElementById("data").textContent);
  const DASHES = ["", "7 3", "2 3", "9 3 2 3", "4 2", "12 4"];
  // Widths on A4 with margins of 14 mm, in CSS pixels: type keeps its size on paper.
  const PAPER = { half: 310, whole: 660 };
  let paper = false;
  const INK = "#1d2733", SOFT = "#5b6875", RULE = "#dfe4e8";

  function svg(name, attributes, parent, text) {
    const node = document.createElementNS(NS, name);
    for (const key in attributes) node.setAttribute(key, attributes[key]);
    if (text !== undefined) node.textContent = text;
    if (parent) parent.append(node);
    return node;
  }

  function html(name, attributes, parent, text) {
    const node = document.createElement(name);
    for (const key in attributes) node.setAttribute(key, attributes[key]);
    if (text !== undefined) node.textContent = text;
    if (parent) parent.append(node);
    return node;
  }

  // A name with its formulas set; its text stays the name, for copies and voices.
  function named(parent, name) {
    const parts = (data.formulas || {})[name] || [[name, false]];
    let lowered = false;
    for (const [text, low] of parts) {
      if (parent.namespaceURI === NS) {
        const dy = low === lowered ? 0 : low ? 3 : -3;
        svg("tspan", low ? { dy, "font-size": "80%" } : { dy }, parent, text);
      } else if (low) html("sub", {}, parent, text);
      else parent.append(text);
      lowered = low;
    }
    return parent;
  }

  function floats(packed) {
    if (!packed) return null;
    const raw = atob(packed);
    const bytes = new Uint8Array(raw.length);
    for (let i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i);
    return new Float32Array(bytes.buffer);
  }

  function ticks(low, high, wanted) {
    const rough = (high - low) / wanted || 1;
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 5, 10].find((m) => m * power >= rough * 0.999) * power;
    const found = [];
    for (let k = Math.ceil(low / step - 1e-9); k * step <= high + step * 1e-9; k++) {
      found.push(k * step);
    }
    return { found, digits: Math.max(0, -Math.floor(Math.log10(step) + 1e-9)) };
  }

  function number(value, digits) {
    const [whole, rest] = value.toFixed(digits).split(".");
    return whole.replace(/\B(?=(\d{3})+$)/g, "\u202f") + (rest ? `.${rest}` : "");
  }

  const rate = (value) => number(value, Math.abs(value) < 100 ? 1 : 0);

  function markers(x, y, size, shape) {
    const s = size;
    return [
      `M${x - s} ${y}a${s} ${s} 0 1 0 ${2 * s} 0a${s} ${s} 0 1 0 ${-2 * s} 0`,
      `M${x - s} ${y - s}h${2 * s}v${2 * s}h${-2 * s}z`,
      `M${x} ${y - 1.3 * s}l${1.2 * s} ${2.2 * s}h${-2.4 * s}z`,
      `M${x} ${y - 1.3 * s}l${1.3 * s} ${1.3 * s}l${-1.3 * s} ${1.3 * s}l${-1.3 * s} ${-1.3 * s}z`,
      `M${x} ${y + 1.3 * s}l${1.2 * s} ${-2.2 * s}h${-2.4 * s}z`,
    ][shape % 5];
  }

  function legend(holder, entries) {
    holder.replaceChildren();
    for (const entry of entries) {
      const item = html("li", {}, holder);
      const key = svg("svg", { width: 30, height: 12, "aria-hidden": "true" }, item);
      if (entry.points) {
        svg("path", { d: markers(15, 6, 2.2, 0), fill: INK }, key);
      } else {
        svg("line", { x1: 1, x2: 29, y1: 6, y2: 6, stroke: entry.color,
          "stroke-width": 2, "stroke-dasharray": entry.dash || "" }, key);
        if (entry.shape !== undefined) {
          svg("path", { d: markers(15, 6, 3, entry.shape), fill: entry.color }, key);
        }
      }
      named(html("span", {}, item), entry.name).append(entry.more || "");
    }
  }

  class Panel {
    constructor(figure, region) {
      this.region = region;
      this.figure = figure;
      this.readout = figure.querySelector(".readout");
      this.legend = figure.querySelector(".legend");
      this.quality = figure.querySelector(".quality");
      this.svg = svg("svg", { class: "spectrum", tabindex: "0", role: "img",
        "aria-label": `${region} spectrum; arrow keys read values, plus and minus zoom` },
        figure.querySelector(".plot"));
      this.window = null;
      this.cursor = null;
      this.height = 330;
      this.listen();
    }

    listen() {
      const buttons = this.figure.querySelectorAll("button[data-zoom]");
      for (const button of buttons) {
        button.addEventListener("click", () => this.act(button.dataset.zoom));
      }
      this.svg.addEventListener("keydown", (event) => {
        const keys = { "+": "in", "=": "in", "-": "out", "0": "all", Escape: "all" };
        const step = { ArrowLeft: 1, ArrowRight: -1 }[event.key];
        if (keys[event.key]) this.act(keys[event.key]);
        else if (step && this.curves) this.read(this.moved(step));
        else return;
        event.preventDefault();
      });
      this.svg.addEventListener("wheel", (event) => {
        // The page keeps its wheel until the reader has chosen this spectrum.
        if (document.activeElement !== this.svg && !event.ctrlKey) return;
        event.preventDefault();
        this.zoom(event.deltaY < 0 ? 0.8 : 1.25, this.energyAt(event));
      }, { passive: false });
      this.svg.addEventListener("pointerdown", (event) => {
        if (event.button) return;
        this.svg.focus({ preventScroll: true });
        this.from = this.energyAt(event);
        this.svg.setPointerCapture(event.pointerId);
      });
      this.svg.addEventListener("pointermove", (event) => {
        if (!this.curves) return;
        const energy = this.energyAt(event);
        this.read(this.nearest(energy));
        if (this.from !== undefined) this.shade(this.from, energy);
      });
      this.svg.addEventListener("pointerup", (event) => {
        const from = this.from, to = this.energyAt(event);
        this.from = undefined;
        if (from === undefined) return;
        this.shade(0, 0);
        if (Math.abs(this.x(from) - this.x(to)) > 12) {
          this.show(Math.min(from, to), Math.max(from, to));
        }
      });
      this.svg.addEventListener("pointercancel", () => {
        this.from = undefined;
        this.shade(0, 0);
      });
      this.svg.addEventListener("pointerleave", () => this.read(null));
      this.svg.addEventListener("dblclick", () => this.act("all"));
    }

    act(what) {
      if (!this.curves) return;
      if (what === "all") { this.window = null; this.draw(); return; }
      const [low, high] = this.range();
      const at = this.cursor === null ? (low + high) / 2 : this.curves.e[this.cursor];
      this.zoom(what === "in" ? 0.6 : 1 / 0.6, at);
    }

    zoom(factor, at) {
      const [low, high] = this.range();
      this.show(at - (at - low) * factor, at + (high - at) * factor);
    }

    show(low, high) {
      const e = this.curves.e, first = e[0], last = e[e.length - 1];
      const least = Math.min(8 * (last - first) / e.length, last - first);
      low = Math.max(low, first);
      high = Math.min(high, last);
      if (high - low < least) {
        const middle = (low + high) / 2;
        [low, high] = [middle - least / 2, middle + least / 2];
      }
      const whole = low - first < 1e-6 && last - high < 1e-6;
      this.window = whole ? null : [low, high];
      this.draw();
    }

    range() {
      const e = this.curves.e;
      return this.window || [e[0], e[e.length - 1]];
    }

    set(curves) {
      this.curves = curves && {
        ...curves, e: floats(curves.e), y: floats(curves.y), b: floats(curves.b),
        f: floats(curves.f), r: floats(curves.r),
        parts: curves.parts.map((part) => ({ ...part, y: floats(part.y) })),
      };
      this.cursor = null;
      this.draw();
      this.read(null);
      if (!this.curves) {
        legend(this.legend, []);
        this.quality.textContent = "";
        return;
      }
      this.quality.textContent = curves.words;
      const entries = [{ name: "measured", points: true }];
      if (this.curves.f) entries.push({ name: "fit", color: INK });
      entries.push({ name: "background", color: SOFT, dash: "5 3" });
      for (const part of this.curves.parts) {
        if (!part.absent) entries.push(part);
        else if (this.isDrawn(part)) entries.push({ ...part, dash: "1 3", more: " (below detection)" });
      }
      const gone = this.curves.parts.filter((part) => part.absent && !this.isDrawn(part));
      legend(this.legend, entries.map((entry, i) => ({
        ...entry, dash: entry.dash || DASHES[Math.max(0, entry.index || 0) % DASHES.length],
      })));
      if (gone.length) {
        const words = html("span", { class: "gone" }, html("li", {}, this.legend), "below detection: ");
        gone.forEach((part, i) => {
          if (i) words.append(", ");
          named(html("span", {}, words), part.name);
        });
      }
    }

    isDrawn(part) {
      return part.y.some((value) => value > 0);
    }

    draw() {
      this.svg.replaceChildren();
      const width = paper ? PAPER.half : Math.max(280, this.svg.parentNode.clientWidth || 520);
      this.height = paper ? 215 : 330;
      this.box = { left: 62, right: 10, top: 14, width };
      const hasFit = this.curves && this.curves.f;
      const height = this.height + (hasFit ? 96 : 0) + 38;
      this.svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
      this.svg.setAttribute("height", height);
      if (!this.curves) {
        svg("text", { x: width / 2, y: 120, "text-anchor": "middle", fill: SOFT },
          this.svg, "not measured or not evaluated at this level");
        return;
      }
      const [low, high] = this.range();
      this.svg.dataset.low = low.toFixed(4);
      this.svg.dataset.high = high.toFixed(4);
      const inner = width - this.box.left - this.box.right;
      this.x = (e) => this.box.left + (high - e) / (high - low) * inner;
      this.energyAt = (event) => {
        const box = this.svg.getBoundingClientRect();
        const px = (event.clientX - box.left) * width / box.width;
        const share = Math.min(1, Math.max(0, (px - this.box.left) / inner));
        return high - share * (high - low);
      };
      const clip = `clip-${this.region.replace(/\W/g, "")}-${Panel.count = (Panel.count || 0) + 1}`;
      svg("rect", { x: this.box.left, y: 0, width: inner, height },
        svg("clipPath", { id: clip }, svg("defs", {}, this.svg)));
      this.layer = svg("g", { "clip-path": `url(#${clip})` });
      this.energyAxis(low, high, height - 38);
      this.upper(low, high, inner);
      this.svg.append(this.layer);
      if (hasFit) this.residuals(low, high, inner);
      this.band = svg("rect", { x: 0, y: 0, width: 0, height: height - 38,
        fill: "#0072B2", opacity: 0.12 }, this.svg);
      this.line = svg("line", { y1: 0, y2: height - 38, stroke: INK, opacity: 0.5,
        "stroke-width": 1, visibility: "hidden" }, this.svg);
    }

    energyAxis(low, high, bottom) {
      const { found, digits } = ticks(low, high, this.box.width < 420 ? 5 : 8);
      for (const e of found) {
        const x = this.x(e);
        svg("line", { x1: x, x2: x, y1: this.box.top, y2: bottom, stroke: RULE }, this.svg);
        svg("text", { x, y: bottom + 16, "text-anchor": "middle", class: "tick energy" },
          this.svg, e.toFixed(digits));
      }
      svg("text", { x: (this.box.left + this.box.width) / 2, y: bottom + 33,
        "text-anchor": "middle", class: "label" }, this.svg, "Binding energy / eV");
    }

    within(low, high) {
      const e = this.curves.e, found = [];
      for (let i = 0; i < e.length; i++) if (e[i] >= low - 1e-4 && e[i] <= high + 1e-4) found.push(i);
      return found;
    }

    upper(low, high) {
      const c = this.curves, inside = this.within(low, high);
      const seen = [c.y, c.f, c.b].filter(Boolean)
        .flatMap((a) => inside.map((i) => a[i])).filter(Number.isFinite);
      let bottom = Math.min(...seen), top = Math.max(...seen);
      const span = top - bottom || Math.abs(top) || 1, highest = top;
      bottom -= 0.07 * span;
      const y = (v) => this.box.top + (top - v) / (top - bottom) * (this.height - this.box.top);
      let labels = [];
      for (const room of [0.14, 0.25, 0.4, 0.6, 0.9]) {
        top = highest + room * span;
        labels = this.labels(inside, y, span);
        if (labels.every((label) => label.y >= this.box.top + 12)) break;
      }
      const { found, digits } = ticks(bottom, top, 6);
      for (const v of found) {
        svg("text", { x: this.box.left - 7, y: y(v) + 4, "text-anchor": "end", class: "tick" },
          this.svg, number(v, digits));
        svg("line", { x1: this.box.left - 4, x2: this.box.left, y1: y(v), y2: y(v), stroke: SOFT }, this.svg);
      }
      svg("text", { x: 0, y: 0, transform: `translate(13 ${this.height / 2}) rotate(-90)`,
        "text-anchor": "middle", class: "label" }, this.svg, `Intensity / ${data.unit}`);
      svg("rect", { x: this.box.left, y: this.box.top, width: this.box.width - this.box.left - this.box.right,
        height: this.height - this.box.top, fill: "none", stroke: SOFT }, this.svg);
      const path = (values) => {
        let d = "", pen = "M";
        c.e.forEach((e, i) => {
          if (!Number.isFinite(values[i])) { pen = "M"; return; }
          d += `${pen}${this.x(e).toFixed(1)} ${y(values[i]).toFixed(1)}`;
          pen = "L";
        });
        return d;
      };
      for (const part of c.parts) {
        if (part.absent && !this.isDrawn(part)) continue;
        const sum = part.y.map((v, i) => v + c.b[i]);
        let under = "";
        for (let i = c.e.length - 1; i >= 0; i--) under += `L${this.x(c.e[i]).toFixed(1)} ${y(c.b[i]).toFixed(1)}`;
        if (!part.absent) svg("path", { d: `${path(sum)}${under}Z`, fill: part.color, opacity: 0.22 }, this.layer);
        svg("path", { d: path(sum), fill: "none", stroke: part.color, "stroke-width": 1.7,
          "stroke-dasharray": part.absent ? "1 3" : DASHES[part.index % DASHES.length] }, this.layer);
      }
      svg("path", { d: path(c.b), fill: "none", stroke: SOFT, "stroke-width": 1.3, "stroke-dasharray": "5 3" }, this.layer);
      const dots = inside.map((i) => markers(+this.x(c.e[i]).toFixed(1), +y(c.y[i]).toFixed(1), 1.7, 0)).join("");
      svg("path", { d: dots, fill: INK, opacity: 0.55 }, this.layer);
      if (c.f) svg("path", { d: path(c.f), fill: "none", stroke: INK, "stroke-width": 1.5, class: "envelope" }, this.layer);
      this.names(labels, y);
    }

    // Above data and fit over the width of the name; where that is taken, higher.
    labels(inside, y, span) {
      const c = this.curves, placed = [];
      for (const part of c.parts) {
        const at = inside.reduce((best, i) => (part.y[i] > part.y[best] ? i : best), inside[0]);
        if (at === undefined || part.absent || part.y[at] < 0.03 * span) continue;
        const wide = 6.9 * part.name.length, own = this.x(c.e[at]);
        const x = Math.min(Math.max(own, this.box.left + wide / 2 + 2), this.box.width - this.box.right - wide / 2 - 2);
        const under = inside.filter((i) => Math.abs(this.x(c.e[i]) - x) < wide / 2 + 3);
        let top = Math.min(...[at, ...under].map((i) => y(Math.max(c.f[i], c.y[i])))) - 9;
        const hit = () => placed.find((one) => Math.abs(one.x - x) < (one.wide + wide) / 2 + 4 && Math.abs(one.y - top) < 15);
        for (let other = hit(), tries = 0; other && tries < 30; other = hit(), tries++) top = other.y - 15;
        placed.push({ part, at, own, x, y: top, wide });
      }
      return placed;
    }

    names(labels, y) {
      for (const label of labels) {
        const line = y(label.part.y[label.at] + this.curves.b[label.at]);
        if (line - label.y > 16) {
          svg("line", { x1: label.own, x2: label.own, y1: label.y + 4, y2: line, stroke: label.part.color,
            "stroke-width": 1, class: "leader" }, this.layer);
          svg("circle", { cx: label.own, cy: line, r: 2.2, fill: label.part.color }, this.layer);
        }
      }
      for (const { part, x, y: top } of labels) {
        named(svg("text", { x, y: top, "text-anchor": "middle", class: "name" }, this.layer), part.name);
      }
    }

    residuals(low, high, inner) {
      const c = this.curves, top = this.height + 12, tall = 74;
      const inside = this.within(low, high).filter((i) => Number.isFinite(c.r[i]));
      const most = Math.max(3.5, ...inside.map((i) => Math.abs(c.r[i]))) * 1.08;
      const y = (v) => top + (most - v) / (2 * most) * tall;
      svg("rect", { x: this.box.left, y: y(2), width: inner, height: y(-2) - y(2), fill: "#eef2f5" }, this.svg);
      svg("line", { x1: this.box.left, x2: this.box.left + inner, y1: y(0), y2: y(0), stroke: SOFT }, this.svg);
      let d = "";
      inside.forEach((i, k) => { d += `${k ? "L" : "M"}${this.x(c.e[i]).toFixed(1)} ${y(c.r[i]).toFixed(1)}`; });
      svg("path", { d, fill: "none", stroke: INK, "stroke-width": 1, class: "residual" }, this.svg);
      svg("rect", { x: this.box.left, y: top, width: inner, height: tall, fill: "none", stroke: SOFT }, this.svg);
      for (const v of [-2, 0, 2]) {
        svg("text", { x: this.box.left - 7, y: y(v) + 4, "text-anchor": "end", class: "tick" }, this.svg, v);
      }
      svg("text", { transform: `translate(13 ${top + tall / 2}) rotate(-90)`, "text-anchor": "middle", class: "label" },
        this.svg, "Resid. / σ");
    }

    shade(one, other) {
      const a = this.x(one), b = this.x(other);
      this.band.setAttribute("x", Math.min(a, b));
      this.band.setAttribute("width", Math.abs(a - b));
    }

    nearest(energy) {
      let best = 0;
      this.curves.e.forEach((e, i) => {
        if (Math.abs(e - energy) < Math.abs(this.curves.e[best] - energy)) best = i;
      });
      return best;
    }

    moved(step) {
      const inside = this.within(...this.range());
      if (this.cursor === null) return inside[inside.length >> 1];
      return Math.min(Math.max(this.cursor + step, inside[0]), inside[inside.length - 1]);
    }

    read(index) {
      this.cursor = index;
      if (index === null || !this.curves) {
        if (this.line) this.line.setAttribute("visibility", "hidden");
        this.readout.textContent = "Point at the spectrum to read it; drag to zoom.";
        return;
      }
      const c = this.curves, x = this.x(c.e[index]);
      this.line.setAttribute("x1", x);
      this.line.setAttribute("x2", x);
      this.line.setAttribute("visibility", "visible");
      const words = [`${c.e[index].toFixed(2)} eV`, `${rate(c.y[index])} ${data.unit}`];
      if (c.f) words.push(`fit ${rate(c.f[index])}`);
      if (Number.isFinite(c.b[index])) words.push(`background ${rate(c.b[index])}`);
      for (const part of c.parts) words.push(`${part.name} ${rate(part.y[index])}`);
      if (c.f) words.push(`residual ${c.r[index].toFixed(1)} σ`);
      this.readout.textContent = words.join("  ·  ");
    }
  }

  class Chart {
    constructor(figure, profile, lines, choose) {
      Object.assign(this, { figure, profile, lines, choose, axis: "time", level: 0 });
      this.readout = figure.querySelector(".readout");
      this.svg = svg("svg", { class: "profile", role: "img",
        "aria-label": figure.querySelector("figcaption").textContent }, figure.querySelector(".plot"));
      const holder = figure.querySelector(".legend");
      legend(holder, lines.map((line, i) => ({
        ...line, shape: i, dash: DASHES[i % DASHES.length] })));
      if (lines.some((line) => line.limits.some((limit) => limit !== null))) {
        html("li", { class: "limits" }, holder, "▽ below detection: 95 % upper limit");
      }
      this.svg.addEventListener("pointermove", (event) => this.read(this.at(event)));
      this.svg.addEventListener("click", (event) => this.choose(this.at(event)));
    }

    at(event) {
      const box = this.svg.getBoundingClientRect();
      const px = (event.clientX - box.left) * this.width / box.width;
      let best = 0;
      this.xs.forEach((x, i) => { if (Math.abs(x - px) < Math.abs(this.xs[best] - px)) best = i; });
      return best;
    }

    read(level) {
      const words = [this.profile.labels[level]];
      for (const line of this.lines) {
        const value = line.values[level], error = line.errors[level];
        if (line.words[level]) words.push(`${line.name} ${line.words[level]}`);
        else if (value !== null) words.push(`${line.name} ${value.toFixed(2)}${error === null ? "" : " ± " + error.toFixed(2)}`);
      }
      this.readout.textContent = words.join("  ·  ");
    }

    draw() {
      this.svg.replaceChildren();
      const width = this.width = paper ? PAPER.whole : Math.max(280, this.svg.parentNode.clientWidth || 520);
      const tall = paper ? 230 : 300, left = 48, right = 12, top = 12;
      this.svg.setAttribute("viewBox", `0 0 ${width} ${tall + 44}`);
      this.svg.setAttribute("height", tall + 44);
      const points = this.axis === "time" ? this.profile.time : this.profile.depth;
      const low = Math.min(...points), high = Math.max(...points);
      const margin = (high - low || 1) * 0.03;
      const x = (v) => left + (v - low + margin) / (high - low + 2 * margin || 1) * (width - left - right);
      const most = Math.max(1, ...this.lines.flatMap((l) => l.values.map((v, i) => l.limits[i] !== null ? l.limits[i] : (v || 0) + (l.errors[i] || 0)))) * 1.06;
      const y = (v) => top + (most - v) / most * (tall - top);
      this.xs = points.map(x);
      for (const v of ticks(0, most, 6).found) {
        svg("line", { x1: left, x2: width - right, y1: y(v), y2: y(v), stroke: RULE }, this.svg);
        svg("text", { x: left - 7, y: y(v) + 4, "text-anchor": "end", class: "tick" }, this.svg, number(v, most < 5 ? 1 : 0));
      }
      const across = ticks(low, high, width < 420 ? 4 : 8);
      for (const v of across.found) {
        svg("line", { x1: x(v), x2: x(v), y1: tall, y2: tall + 4, stroke: SOFT }, this.svg);
        svg("text", { x: x(v), y: tall + 18, "text-anchor": "middle", class: "tick" }, this.svg, number(v, across.digits));
      }
      svg("text", { x: (left + width) / 2, y: tall + 37, "text-anchor": "middle", class: "label" }, this.svg,
        this.axis === "time" ? "Etch time / s" : `${this.profile.depthName} / nm`);
      svg("text", { transform: `translate(12 ${tall / 2}) rotate(-90)`, "text-anchor": "middle", class: "label" },
        this.svg, "Amount / at%");
      svg("rect", { x: left, y: top, width: width - left - right, height: tall - top, fill: "none", stroke: SOFT }, this.svg);
      this.mark = svg("line", { y1: top, y2: tall, stroke: INK, "stroke-width": 1.5, "stroke-dasharray": "3 3", class: "mark" }, this.svg);
      this.lines.forEach((line, k) => {
        let d = "", bars = "", dots = "", open = "", pen = "M";
        line.values.forEach((v, i) => {
          const px = this.xs[i].toFixed(1), error = line.errors[i], limit = line.limits[i];
          if (limit !== null) open += markers(+px, +y(limit).toFixed(1), 3.2, 4);
          if (v === null || limit !== null) { pen = "M"; return; }
          d += `${pen}${px} ${y(v).toFixed(1)}`;
          pen = "L";
          if (error !== null) bars += `M${px} ${y(v + error).toFixed(1)}V${y(Math.max(0, v - error)).toFixed(1)}`;
          dots += markers(+px, +y(v).toFixed(1), 3, k);
        });
        svg("path", { d, fill: "none", stroke: line.color, "stroke-width": 1.6, "stroke-dasharray": DASHES[k % DASHES.length] }, this.svg);
        svg("path", { d: bars, stroke: line.color, "stroke-width": 1.2, class: "bars" }, this.svg);
        svg("path", { d: dots, fill: line.color }, this.svg);
        if (open) svg("path", { d: open, fill: "#fff", stroke: line.color, "stroke-width": 1.2, class: "limits" }, this.svg);
      });
      this.set(this.level);
    }

    set(level) {
      this.level = level;
      this.mark.setAttribute("x1", this.xs[level]);
      this.mark.setAttribute("x2", this.xs[level]);
    }
  }

  function sample(article, content) {
    const panels = content.regions.map((region, i) =>
      new Panel(article.querySelectorAll(".spectra figure")[i], region));
    const slider = article.querySelector("input[type=range]");
    const label = article.querySelector("output");
    const every = article.querySelector("input.every");
    const charts = [];
    function filter(level) {
      for (const row of article.querySelectorAll("tr[data-level]")) {
        row.hidden = !(every && every.checked) && row.dataset.level !== String(level);
      }
    }
    function show(level) {
      panels.forEach((panel, i) => panel.set(content.levels[level].curves[i]));
      charts.forEach((chart) => chart.set(level));
      if (slider) {
        slider.value = level;
        slider.setAttribute("aria-valuetext", content.levels[level].label);
        label.textContent = `Level ${level + 1} of ${content.levels.length}: ${content.levels[level].label}`;
        filter(level);
      }
    }
    if (content.profile) {
      const figures = article.querySelectorAll(".profiles figure");
      content.profile.charts.forEach((lines, i) => {
        if (figures[i]) charts.push(new Chart(figures[i], content.profile, lines, show));
      });
      for (const radio of article.querySelectorAll("input[type=radio]")) {
        radio.addEventListener("change", () => charts.forEach((chart) => {
          chart.axis = radio.value;
          chart.draw();
        }));
      }
      charts.forEach((chart) => chart.draw());
    }
    if (slider) {
      slider.addEventListener("input", () => show(+slider.value));
      for (const button of article.querySelectorAll("button[data-step]")) {
        button.addEventListener("click", () => show(
          Math.min(Math.max(+slider.value + +button.dataset.step, 0), content.levels.length - 1)));
      }
      every.addEventListener("change", () => filter(+slider.value));
    }
    show(0);
    function draw() {
      panels.forEach((panel) => panel.draw());
      charts.forEach((chart) => chart.draw());
    }
    new ResizeObserver(draw).observe(article);
    return draw;
  }

  async function copy(button) {
    const source = document.getElementById(button.dataset.copy);
    const text = [...source.querySelectorAll("p")].map((p) => p.textContent).join("\n\n");
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = html("textarea", { "aria-hidden": "true" }, document.body);
      area.value = text;
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = "Copy text"; }, 2000);
  }

  document.documentElement.classList.add("scripted");
  const drawings = [...document.querySelectorAll("article.sample")].map((article, i) => sample(article, data.samples[i]));
  for (const [event, printing] of [["beforeprint", true], ["afterprint", false]]) {
    window.addEventListener(event, () => {
      paper = printing;
      drawings.forEach((draw) => draw());
    });
  }
  for (const list of document.querySelectorAll("nav details")) {
    list.addEventListener("click", (event) => {
      if (event.target.closest("a")) list.open = false;
    });
  }
  for (const button of document.querySelectorAll("button[data-copy]")) {
    button.addEventListener("click", () => copy(button));
  }
})();
