package main

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain lets the test binary be the command, so that the scripts can run it as permvet.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"permvet": main})
}

// TestScripts runs the whole command, with the real suite, by the scripts in testdata. What concerns the driver alone
// is tested beside it.
func TestScripts(t *testing.T) {
	var goEnv []string
	for _, name := range []string{"GOCACHE", "GOMODCACHE"} {
		out, err := exec.Command("go", "env", name).Output()
		if err != nil {
			t.Fatal(err)
		}
		goEnv = append(goEnv, name+"="+strings.TrimSpace(string(out)))
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			tool, err := exec.LookPath("permvet")
			if err != nil {
				return err
			}
			env.Vars = append(env.Vars, goEnv...)
			env.Vars = append(env.Vars, "PERMVET="+tool, "GOPROXY=off", "GOFLAGS=", "GOTOOLCHAIN=local")
			return nil
		},
	})
}
