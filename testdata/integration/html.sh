#!/usr/bin/env bash
# The page of -format=html in a real browser: it is styled, its filters work, explanations open, and nothing that the
# analyzed program says runs. Needs Chromium (Debian: chromium); exits with 77 where there is none.
set -euo pipefail
cd "$(dirname "$0")/../.."
for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
	[ -n "$name" ] && browser=$(command -v "$name") && break
done
[ -n "${browser:-}" ] || { echo "skipped: there is no chromium (apt-get install chromium)"; exit 77; }

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
go build -o "$tmp/permvet" ./cmd/permvet

# A program that wants to get into the page, beside the example.
cp -r testdata/example "$tmp/module"
mkdir "$tmp/module/hostile"
cat > "$tmp/module/hostile/h.go" <<'GO'
package hostile

import "os"

// </script><script>parent.evil = true</script><img src=x onerror="parent.evil = true">
func F() error { return os.Chmod(`</code><script>parent.evil = true</script><img src=x onerror="parent.evil = true">`, 0o777) }
GO
status=0
"$tmp/permvet" -C "$tmp/module" -format=html -o "$tmp/page.html" ./... || status=$?
[ $status = 1 ] || { echo "permvet exits with $status"; exit 1; }
total=$(grep -c '<article id="f' "$tmp/page.html")

cat > "$tmp/harness.html" <<'HTML'
<!DOCTYPE html><meta charset="utf-8"><body><iframe id="f" src="page.html" width="1200" height="1500"></iframe><pre id="result">not run</pre>
<script>
const f = document.getElementById("f"), said = [];
const check = (name, got, want) => said.push((String(got) === String(want) ? "ok " : "FAIL ") + name + ": " + got + (String(got) === String(want) ? "" : ", want " + want));
f.onload = async () => {
  const d = f.contentDocument, w = f.contentWindow;
  const shown = () => [...d.querySelectorAll("#findings > article")].filter((a) => a.getBoundingClientRect().height > 0);
  const input = (el, value) => { el.value = value; el.dispatchEvent(new w.Event("input", {bubbles: true})); };
  const all = shown().length;
  check("findings", all, d.querySelectorAll("#findings > article").length);
  check("counter", d.getElementById("shown").textContent, all);
  check("styled", w.getComputedStyle(d.querySelector(".source")).fontSize, "13px");
  check("bars", d.querySelectorAll("rect").length > 5 && d.querySelector("rect").getBoundingClientRect().width > 20, true);
  check("highlight", d.querySelectorAll("b.kw").length > 10 && d.querySelectorAll("mark").length >= all, true);
  input(d.getElementById("check"), "umask");
  check("filter by check", shown().length > 0 && shown().every((a) => a.dataset.check === "umask"), true);
  input(d.getElementById("check"), "");
  input(d.getElementById("search"), "chroot");
  check("search", shown().length > 0 && shown().length < all && shown().every((a) => a.textContent.toLowerCase().includes("chroot")), true);
  input(d.getElementById("search"), "no such text");
  check("nothing found", shown().length + " " + d.getElementById("none").hidden, "0 false");
  input(d.getElementById("search"), "");
  const warning = [...d.querySelectorAll(".level")].find((c) => c.value === "warning");
  warning.click();
  check("filter by level", shown().length > 0 && shown().every((a) => a.dataset.level !== "warning"), true);
  warning.click();
  d.querySelector('button[data-by="package"]').click();
  check("bar as filter", shown().length > 0 && new Set(shown().map((a) => a.dataset.package)).size, 1);
  d.querySelector("button[type=reset]").click();
  await new Promise((r) => setTimeout(r, 50));
  check("reset", shown().length, all);
  const details = d.querySelector("details[data-rule]");
  details.open = true;
  await new Promise((r) => setTimeout(r, 50));
  check("explanation", details.querySelector(".text").textContent.length > 100, true);
  check("no script of the program ran", window.evil, undefined);
  check("no image of the program", d.querySelectorAll("img").length, 0);
  document.getElementById("result").textContent = said.join("\n") + "\ntotal " + all;
};
</script>
HTML
timeout 120 "$browser" --headless=new --no-sandbox --disable-gpu --allow-file-access-from-files --virtual-time-budget=10000 \
	--user-data-dir="$tmp/profile" --dump-dom "file://$tmp/harness.html" 2> "$tmp/log" > "$tmp/dom"
result=$(sed -n '/<pre id="result">/,/<\/pre>/p' "$tmp/dom" | sed 's/.*<pre id="result">//; s/<\/pre>.*//')
echo "$result"
grep -q "^total $total\$" <<< "$result" || { echo "the page shows another number than $total findings"; tail -5 "$tmp/log"; exit 1; }
! grep -q FAIL <<< "$result"
