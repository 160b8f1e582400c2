package driver_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/permvet/permvet/internal/driver"
	"github.com/permvet/permvet/internal/settings"
)

// TestMain lets the test binary be the command, with the toy suite: the scripts run it as permvet.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"permvet": func() {
		if driver.IsVettool(os.Args[1:]) {
			suite, err := toySuite(settings.Settings{InMessage: true})
			if err != nil {
				panic(err)
			}
			driver.Vettool(suite)
		}
		os.Exit(driver.Main(context.Background(), toySuite, os.Args[1:], os.Stdout, os.Stderr))
	}})
}

// TestScripts runs the scripts in testdata. To write what the command prints into them, set UPDATE_SCRIPTS=1.
func TestScripts(t *testing.T) {
	goEnv := map[string]string{}
	for _, name := range []string{"GOCACHE", "GOMODCACHE"} {
		out, err := exec.Command("go", "env", name).Output()
		if err != nil {
			t.Fatal(err)
		}
		goEnv[name] = strings.TrimSpace(string(out))
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		RequireExplicitExec: true,
		UpdateScripts:       os.Getenv("UPDATE_SCRIPTS") != "",
		Setup: func(env *testscript.Env) error {
			tool, err := exec.LookPath("permvet")
			if err != nil {
				return err
			}
			env.Setenv("PERMVET", tool)
			env.Setenv("PERMVET_CACHE", filepath.Join(env.WorkDir, ".cache", "permvet"))
			env.Setenv("GOPROXY", "off")
			env.Setenv("GOFLAGS", "")
			env.Setenv("GOTOOLCHAIN", "local")
			for name, value := range goEnv {
				env.Setenv(name, value)
			}
			return nil
		},
		// status N command args: the command must exit with status N.
		// mode PERM file: the file must have these permissions.
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"status": status, "mode": mode},
	})
}

func status(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status N command [args]")
	}
	err := ts.Exec(args[1], args[2:]...)
	got := "0"
	if exit, ok := err.(*exec.ExitError); ok {
		got = strings.TrimPrefix(exit.String(), "exit status ")
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if got != args[0] {
		ts.Fatalf("exit status %s, want %s", got, args[0])
	}
}

func mode(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: mode PERM file")
	}
	info, err := os.Stat(ts.MkAbs(args[1]))
	if err != nil {
		ts.Fatalf("%v", err)
	}
	if got := fmt.Sprintf("%o", info.Mode().Perm()); got != args[0] {
		ts.Fatalf("%s has mode %s, want %s", args[1], got, args[0])
	}
}
