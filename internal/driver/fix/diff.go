package fix

import (
	"fmt"
	"strings"
)

// context is how many unchanged lines a difference shows around a change.
const context = 3

// Diff shows the change as a unified difference that patch -p1 and git apply understand; name is the path to show.
func (f File) Diff(name string) string {
	a, b := lines(string(f.Old)), lines(string(f.New))
	var out strings.Builder
	fmt.Fprintf(&out, "--- a/%s\n+++ b/%s\n", name, name)
	for _, h := range hunks(script(a, b)) {
		first, last := h[0], h[len(h)-1]
		fmt.Fprintf(&out, "@@ -%s +%s @@\n",
			lineRange(first.a, last.a+last.takesA()), lineRange(first.b, last.b+last.takesB()))
		for _, s := range h {
			text := ""
			if s.op == '+' {
				text = b[s.b]
			} else {
				text = a[s.a]
			}
			out.WriteByte(s.op)
			out.WriteString(text)
			if !strings.HasSuffix(text, "\n") {
				out.WriteString("\n\\ No newline at end of file\n")
			}
		}
	}
	return out.String()
}

func lines(s string) []string {
	list := strings.SplitAfter(s, "\n")
	if list[len(list)-1] == "" {
		list = list[:len(list)-1]
	}
	return list
}

// lineRange writes lines from (from 0, exclusive end) as diff does.
func lineRange(start, end int) string {
	switch n := end - start; n {
	case 0:
		return fmt.Sprintf("%d,0", start)
	case 1:
		return fmt.Sprint(start + 1)
	default:
		return fmt.Sprintf("%d,%d", start+1, n)
	}
}

// A step of the edit script: keep (' ') or delete ('-') line a, or insert ('+') line b. Both count the lines before.
type step struct {
	op   byte
	a, b int
}

func (s step) takesA() int {
	if s.op == '+' {
		return 0
	}
	return 1
}

func (s step) takesB() int {
	if s.op == '-' {
		return 0
	}
	return 1
}

// script is a shortest edit script from a to b, by Myers' greedy algorithm.
func script(a, b []string) []step {
	reach := map[int]int{1: 0} // furthest x on each diagonal k = x - y
	var trace []map[int]int
	for d := 0; ; d++ {
		before := make(map[int]int, len(reach))
		for k, x := range reach {
			before[k] = x
		}
		trace = append(trace, before)
		for k := -d; k <= d; k += 2 {
			x := advance(reach, k, d)
			for x < len(a) && x-k < len(b) && a[x] == b[x-k] {
				x++
			}
			reach[k] = x
			if x >= len(a) && x-k >= len(b) {
				return backtrack(trace, len(a), len(b))
			}
		}
	}
}

// advance takes one step onto diagonal k: down (an insertion) or right (a deletion), whichever gets further.
func advance(reach map[int]int, k, d int) int {
	if k == -d || k != d && reach[k-1] < reach[k+1] {
		return reach[k+1]
	}
	return reach[k-1] + 1
}

// backtrack reads the path off the trace from its end.
func backtrack(trace []map[int]int, x, y int) []step {
	var steps []step
	for d := len(trace) - 1; d >= 0; d-- {
		k := x - y
		prev := k - 1
		if k == -d || k != d && trace[d][k-1] < trace[d][k+1] {
			prev = k + 1
		}
		px := trace[d][prev]
		py := px - prev
		for x > px && y > py && d >= 0 && x > 0 && y > 0 {
			x, y = x-1, y-1
			steps = append(steps, step{' ', x, y})
		}
		if d == 0 {
			break
		}
		if x == px {
			steps = append(steps, step{'+', px, py})
		} else {
			steps = append(steps, step{'-', px, py})
		}
		x, y = px, py
	}
	for i, j := 0, len(steps)-1; i < j; i, j = i+1, j-1 {
		steps[i], steps[j] = steps[j], steps[i]
	}
	return steps
}

// hunks cuts the script into groups of changes with the context around them.
func hunks(steps []step) [][]step {
	var groups [][]step
	start, end := -1, 0 // of the current group; end is after its last change
	for i, s := range steps {
		if s.op == ' ' {
			continue
		}
		if start >= 0 && i-end > 2*context {
			groups = append(groups, steps[start:min(end+context, len(steps))])
			start = -1
		}
		if start < 0 {
			start = max(0, i-context)
		}
		end = i + 1
	}
	if start >= 0 {
		groups = append(groups, steps[start:min(end+context, len(steps))])
	}
	return groups
}
