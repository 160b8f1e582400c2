"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const form = $("filters"), findings = [...document.querySelectorAll("#findings > article")];
  const text = new Map(findings.map((f) => [f, f.textContent.toLowerCase()]));
  const apply = () => {
    const words = $("search").value.toLowerCase().split(/\s+/).filter(Boolean);
    const check = $("check").value, pkg = $("package").value, fixable = $("fixable").checked;
    const levels = new Set([...document.querySelectorAll(".level:checked")].map((c) => c.value));
    let shown = 0;
    for (const f of findings) {
      const ok = levels.has(f.dataset.level) && (!check || f.dataset.check === check) && (!pkg || f.dataset.package === pkg) &&
        (!fixable || "fix" in f.dataset) && words.every((w) => text.get(f).includes(w));
      f.hidden = !ok;
      shown += ok;
    }
    $("shown").textContent = shown;
    $("none").hidden = shown > 0;
  };
  form.addEventListener("input", apply);
  form.addEventListener("reset", () => setTimeout(apply));
  form.addEventListener("submit", (e) => e.preventDefault());
  for (const b of document.querySelectorAll("button[data-by]")) {
    b.addEventListener("click", () => {
      const select = $(b.dataset.by);
      select.value = select.value === b.dataset.value ? "" : b.dataset.value;
      apply();
    });
  }
  // An explanation stands once in the page; it is copied to a finding when somebody opens it there.
  for (const d of document.querySelectorAll("details[data-rule]")) {
    d.addEventListener("toggle", () => {
      const rule = $(d.dataset.rule);
      if (!d.open || !rule || d.querySelector(".text")) return;
      d.append(rule.querySelector("p").cloneNode(true), rule.querySelector(".text").cloneNode(true));
    });
  }
})();
