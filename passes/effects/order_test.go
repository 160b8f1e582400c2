package effects

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/permvet/permvet/internal/antest"
)

// No answer depends on what was asked before: all values of all functions of all
// test packages are asked for in many orders.
func TestOrderOfQuestions(t *testing.T) {
	dirs, err := filepath.Glob("../*/testdata/src")
	if err != nil || len(dirs) < 10 {
		t.Fatalf("found %v, %v", dirs, err)
	}
	for _, dir := range dirs {
		t.Run(filepath.Base(filepath.Dir(filepath.Dir(dir))), func(t *testing.T) {
			asked := 0
			probe := *Analyzer
			probe.Run = func(pass *analysis.Pass) (any, error) {
				asked += askInOrders(t, pass)
				return Analyzer.Run(pass)
			}
			antest.With(antest.Dir(dir)).Dump(t, &probe)
			if asked == 0 && filepath.Base(filepath.Dir(filepath.Dir(dir))) != "ignore" {
				t.Error("nothing was asked")
			}
		})
	}
}

// askInOrders evaluates all values of a package, each time with an evaluator that
// remembers nothing, and returns their number.
func askInOrders(t *testing.T, pass *analysis.Pass) int {
	prog, pkg, all, err := buildSSA(pass)
	if err != nil || pkg == nil {
		return 0
	}
	values := valuesOf(all)
	first := make(map[ssa.Value]string)
	for round := range 4 {
		res := newResult(pass, "linux")
		s := newScanner(pass, res, prog, pkg, all)
		s.hand(res)
		s.scanAll()
		order := rand.New(rand.NewPCG(1, uint64(round))).Perm(len(values))
		if round == 0 {
			for i := range order {
				order[i] = i
			}
		}
		for _, i := range order {
			got := answers(s, values[i])
			switch want, known := first[values[i]]; {
			case !known:
				first[values[i]] = got
			case got != want:
				t.Errorf("%s in %s: asked in another order\n  %s\n  %s", values[i], values[i].Parent(), want, got)
				return len(values)
			}
		}
	}
	return len(values)
}

func valuesOf(all []*ssa.Function) []ssa.Value {
	var values []ssa.Value
	for _, fn := range all {
		for _, p := range fn.Params {
			values = append(values, p)
		}
		for _, b := range fn.Blocks {
			for _, in := range b.Instrs {
				if v, ok := in.(ssa.Value); ok && v.Type() != nil {
					values = append(values, v)
				}
			}
		}
	}
	return values
}

func answers(s *scanner, v ssa.Value) string {
	p := s.Path(v)
	return fmt.Sprintf("key %s word %v text %s %v data %v", s.Key(v), s.Word(v), p, p.Alts, s.Data(v))
}
