package privdrop_test

import (
	"testing"

	"github.com/permvet/permvet/internal/antest"
	"github.com/permvet/permvet/passes/privdrop"
)

func TestOrder(t *testing.T) { antest.Run(t, privdrop.Analyzer, "order", "swapped") }

func TestUIDAlone(t *testing.T) {
	antest.Run(t, privdrop.Analyzer, "uidalonelib", "uidalone", "uidback")
}

func TestWrappers(t *testing.T) { antest.Run(t, privdrop.Analyzer, "lib", "wrapped") }

func TestTwoPackages(t *testing.T) {
	antest.With(antest.GOOS("linux")).Run(t, privdrop.Analyzer, "twolib", "two")
}

func TestThreads(t *testing.T) {
	antest.With(antest.GOOS("linux")).Run(t, privdrop.Analyzer, "thread", "init")
}

func TestChroot(t *testing.T) { antest.Run(t, privdrop.Analyzer, "chroot") }

func TestChecked(t *testing.T) { antest.Run(t, privdrop.Analyzer, "checked", "escalate", "entry") }

func TestReversible(t *testing.T) {
	antest.Run(t, privdrop.Analyzer, "reversible", "reversible2", "reversible3", "reversible4", "reversible5")
}

func TestChildren(t *testing.T) { antest.Run(t, privdrop.Analyzer, "child") }

func TestContainers(t *testing.T) {
	antest.Run(t, privdrop.Analyzer, "container", "container2")
}

func TestStrict(t *testing.T) {
	antest.With(antest.Strict()).Run(t, privdrop.Analyzer, "strict")
}

func TestFixes(t *testing.T) {
	antest.With(antest.GOOS("linux")).RunFixes(t, privdrop.Analyzer, "fixes")
}

func TestHelpers(t *testing.T) {
	antest.With(antest.Helpers()).RunFixes(t, privdrop.Analyzer, "helpers")
}
