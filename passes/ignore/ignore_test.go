package ignore_test

import (
	"strings"
	"testing"

	"github.com/permvet/permvet/internal/antest"
	"github.com/permvet/permvet/passes/ignore"
)

func TestIgnore(t *testing.T) {
	antest.Run(t, ignore.New(kinds), "a", "generated")
}

var kinds = map[string][]string{
	"filemode": {"world-writable", "group-writable"},
	"umask":    {"permissive-umask"},
	"ignore":   {"missing-reason", "malformed", "unknown-check", "unused-ignore"},
}

func TestDocumented(t *testing.T) {
	doc := ignore.New(nil).Doc
	for _, k := range ignore.Kinds {
		if !strings.Contains(doc, "# "+k.ID+"\n") {
			t.Errorf("doc.go does not explain %s", k.ID)
		}
	}
}
