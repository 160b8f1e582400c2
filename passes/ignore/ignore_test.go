package ignore_test

import (
	"strings"
	"testing"

	"github.com/permvet/permvet/internal/antest"
	"github.com/permvet/permvet/passes/ignore"
)

func TestIgnore(t *testing.T) {
	antest.With(antest.Strict()).Run(t, ignore.New("filemode", "umask"), "a", "generated")
}

// What is a note in strict mode is silent otherwise.
func TestNotStrict(t *testing.T) {
	antest.Run(t, ignore.New("filemode", "umask"), "quiet")
}

func TestDocumented(t *testing.T) {
	doc := ignore.New().Doc
	for _, k := range ignore.Kinds {
		if !strings.Contains(doc, "# "+k.ID+"\n") {
			t.Errorf("doc.go does not explain %s", k.ID)
		}
	}
}
