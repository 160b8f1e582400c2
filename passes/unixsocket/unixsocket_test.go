package unixsocket_test

import (
	"testing"

	"github.com/permvet/permvet/internal/antest"
	"github.com/permvet/permvet/passes/unixsocket"
)

func TestUnixSocket(t *testing.T) {
	antest.Run(t, unixsocket.Analyzer, "a", "lib", "umask", "peer", "daemon")
}

func TestStrict(t *testing.T) {
	antest.With(antest.Strict()).Run(t, unixsocket.Analyzer, "strict", "unlinks", "unlinks2")
}

func TestDarwin(t *testing.T) {
	antest.With(antest.GOOS("darwin")).Run(t, unixsocket.Analyzer, "darwin")
}

func TestFix(t *testing.T) {
	antest.RunFixes(t, unixsocket.Analyzer, "fix", "everywhere")
}

func TestHelpers(t *testing.T) {
	antest.With(antest.Helpers(), antest.Strict()).RunFixes(t, unixsocket.Analyzer, "helpers", "asserted")
}
