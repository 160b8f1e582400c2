//go:build unix

package analyzers_test

import (
	"fmt"
	"go/types"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/permvet/permvet/analyzers"
)

// A shape writes a package whose size grows with n in one way. Generated code
// is what brings such sizes about; an editor must not stop at it.
type shape struct {
	name  string
	write func(w *strings.Builder, n int)
}

// each writes a line for each i below n, with i for the dollar sign.
func each(w *strings.Builder, n int, line string) {
	for i := range n {
		w.WriteString(strings.ReplaceAll(line, "$", strconv.Itoa(i)) + "\n")
	}
}

// function writes one function with a line for each i below n in its body.
func function(line string) func(*strings.Builder, int) {
	return func(w *strings.Builder, n int) {
		w.WriteString("func F(p string, m os.FileMode) error {\n")
		each(w, n, line)
		w.WriteString("return nil\n}\n")
	}
}

// nested writes blocks inside one another, n/step deep, then a line n times.
func nested(open, line string) func(*strings.Builder, int) {
	return func(w *strings.Builder, n int) {
		const depth = 12
		w.WriteString("func F(p string, m os.FileMode) error {\n")
		for range n/depth + 1 {
			w.WriteString(strings.Repeat(open+" {\n", depth))
			each(w, depth, line)
			w.WriteString(strings.Repeat("}\n", depth))
		}
		w.WriteString("return nil\n}\n")
	}
}

var shapes = []shape{
	{"pairs-same-path", function("os.WriteFile(p, nil, 0644)\nos.Chmod(p, 0600)")},
	{"pairs-other-paths", function("os.WriteFile(p+\"/$\", nil, 0644)\nos.Chmod(p+\"/$\", 0600)")},
	{"pairs-error-returns", function("if err := os.WriteFile(p+\"/$\", nil, 0644); err != nil { return err }\nif err := os.Chmod(p+\"/$\", 0600); err != nil { return err }")},
	{"pairs-deferred", function("f$, err := os.Create(p+\"/$\"); if err != nil { return err }\ndefer f$.Close()\ndefer os.Chmod(p, 0600)")},
	{"deferred-in-loop", function("for i := 0; i < 3; i++ { f, _ := os.Create(p); defer f.Close(); defer f.Chmod(0600) }")},
	{"nested-loops", nested("for i := 0; i < 3; i++", "os.Create(p); os.Chmod(p, 0600)")},
	{"nested-ifs", nested("if p != \"\"", "os.Mkdir(p, 0755); os.Chmod(p, 0700)")},
	{"method-values", func(w *strings.Builder, n int) {
		w.WriteString("func F(p string) {\n")
		each(w, n, "f$, _ := os.Create(p); c$ := f$.Chmod; c$(0600); f$.Close()")
		w.WriteString("}\n")
	}},
	{"gotos", func(w *strings.Builder, n int) {
		w.WriteString("func F(p string) {\n")
		each(w, n, "l$: os.Create(p); if p == \"$\" { goto l$ }; os.Chmod(p, 0600)")
		w.WriteString("}\n")
	}},
	{"selects", func(w *strings.Builder, n int) {
		w.WriteString("func F(p string, c, d chan string) {\nvar s string\n")
		each(w, n, "select { case s = <-c: case s = <-d: }\nos.Create(s); os.Chmod(s, 0600)")
		w.WriteString("}\n")
	}},
	{"closures", func(w *strings.Builder, n int) {
		w.WriteString("func F(p string) {\n")
		each(w, n, "func() { os.WriteFile(p, nil, 0644); os.Chmod(p, 0600) }()")
		w.WriteString("}\n")
	}},
	{"range-over-func", func(w *strings.Builder, n int) {
		w.WriteString("func F(seq func(func(string) bool)) {\n")
		each(w, n, "for p := range seq { os.WriteFile(p, nil, 0644); os.Chmod(p, 0600) }")
		w.WriteString("}\n")
	}},
	{"recursion", func(w *strings.Builder, n int) {
		for i := range n {
			fmt.Fprintf(w, "func F%d(p string) { os.Mkdir(p+\"/%d\", 0777); os.Chmod(p, 0700); F%d(p); F%d(p) }\n", i, i, (i+1)%n, (i+7)%n)
		}
	}},
	{"interface-recursion", func(w *strings.Builder, n int) {
		w.WriteString("type node interface { Do(p string, n node) }\n")
		for i := range n {
			fmt.Fprintf(w, "type t%d struct{ next node }\nfunc (t t%d) Do(p string, n node) { os.Mkdir(p, 0777); t.next.Do(p, n); n.Do(p, t) }\n", i, i)
		}
	}},
	{"giant-init", func(w *strings.Builder, n int) {
		w.WriteString("func mk(p string, m os.FileMode) string { os.Mkdir(p, m); return p }\nvar V = []string{\n")
		each(w, n, "mk(\"/tmp/$\", 0777),")
		w.WriteString("}\n")
	}},
	{"fan-out", func(w *strings.Builder, n int) {
		each(w, n, "func G$(p string) { os.WriteFile(p, nil, 0644); os.Chmod(p, 0600) }")
		w.WriteString("func F(p string) {\n")
		each(w, n, "G$(p)")
		w.WriteString("}\n")
	}},
	{"chain", func(w *strings.Builder, n int) {
		for i := range n {
			fmt.Fprintf(w, "func F%d(p string) { os.Create(p); os.Chmod(p, 0600); F%d(p+\"x\") }\n", i, i+1)
		}
		fmt.Fprintf(w, "func F%d(p string) { os.Umask(0) }\n", n)
	}},
	{"appends", func(w *strings.Builder, n int) {
		w.WriteString("func F(p string) {\nenv := os.Environ()\n")
		each(w, n, "p += \"x\"; env = append(env, \"A$=\"+p)")
		w.WriteString("c := exec.Command(p); c.Env = env; c.Run(); os.Chmod(p, 0666)\n}\n")
	}},
	{"umask-windows", function("old$ := syscall.Umask(0); os.Mkdir(p, 0777); syscall.Umask(old$)")},
	{"descriptors", function("fd$, err := syscall.Open(p, syscall.O_RDONLY, 0); if err != nil { return err }\nsyscall.Close(fd$)")},
	{"stat-then-create", function("if _, err := os.Stat(p+\"/$\"); os.IsNotExist(err) { os.WriteFile(p+\"/$\", nil, 0600) }")},
	{"commands", function("c$ := exec.Command(p, \"$\"); c$.Env = append(os.Environ(), \"A=$\"); c$.Run()")},
	{"ignore-comments", function("os.Chmod(p, 0666) //permvet:ignore filemode generated")},
}

// BenchmarkGrowth runs the suite over each shape at growing sizes and reports
// how CPU time grows with n: the exponent, and the seconds at each size. A shape stops
// growing when a size has taken five seconds.
func BenchmarkGrowth(b *testing.B) {
	for _, s := range shapes {
		b.Run(s.name, func(b *testing.B) {
			for b.Loop() {
				var logN, logT []float64
				for n := 200; n <= 6400; n *= 2 {
					t := analyze(b, s, n)
					logN, logT = append(logN, math.Log(float64(n))), append(logT, math.Log(t.Seconds()))
					b.ReportMetric(t.Seconds(), fmt.Sprintf("s/%d", n))
					if t > 5*time.Second {
						break
					}
				}
				b.ReportMetric(slope(logN, logT), "exponent")
			}
		})
	}
}

// analyze measures the analysis alone, without loading.
func analyze(b *testing.B, s shape, n int) time.Duration {
	b.Helper()
	dir := b.TempDir()
	var w strings.Builder
	w.WriteString("package p\n\nimport (\n\"os\"\n\"os/exec\"\n\"syscall\"\n)\n\nvar _, _ = syscall.Umask, exec.Command\n\n")
	s.write(&w, n)
	text := strings.ReplaceAll(w.String(), "os.Umask", "syscall.Umask")
	for name, data := range map[string]string{"go.mod": "module example.org/p\n\ngo 1.26\n", "p.go": text} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(data), 0o644); err != nil {
			b.Fatal(err)
		}
	}
	pkgs, err := packages.Load(&packages.Config{Mode: packages.LoadSyntax, Dir: dir, Env: append(os.Environ(), "GOWORK=off", "GOFLAGS=")}, ".")
	if err != nil || packages.PrintErrors(pkgs) > 0 {
		b.Fatalf("%s with n = %d does not load: %v", s.name, n, err)
	}
	packages.Visit(pkgs, nil, func(p *packages.Package) {
		if p.TypesInfo == nil {
			p.TypesInfo = new(types.Info) // known by its exported types alone
		}
	})
	var suite []*analysis.Analyzer
	for _, c := range analyzers.Suite().Checks {
		suite = append(suite, c.Analyzer)
	}
	began := cpuTime(b)
	g, err := checker.Analyze(suite, pkgs, nil)
	if err != nil {
		b.Fatal(err)
	}
	took := cpuTime(b) - began
	for _, act := range g.Roots {
		if act.Err != nil {
			b.Fatal(act.Err)
		}
	}
	return took
}

// cpuTime is the time that this process has used, whatever else the machine does.
func cpuTime(b *testing.B) time.Duration {
	b.Helper()
	var ru syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &ru); err != nil {
		b.Fatal(err)
	}
	return time.Duration(ru.Utime.Nano() + ru.Stime.Nano())
}

// slope is the least-squares slope of y over x.
func slope(x, y []float64) float64 {
	var mx, my, num, den float64
	for i := range x {
		mx, my = mx+x[i]/float64(len(x)), my+y[i]/float64(len(y))
	}
	for i := range x {
		num, den = num+(x[i]-mx)*(y[i]-my), den+(x[i]-mx)*(x[i]-mx)
	}
	return num / den
}
