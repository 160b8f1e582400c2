package meta

import "testing"

func TestNearest(t *testing.T) {
	names := []string{"filemode", "umask", "unixsocket", "world-writable", "group-writable"}
	for name, want := range map[string]string{
		"filemod":        "filemode",
		"fielmode":       "filemode",
		"umaks":          "umask",
		"world-writeble": "world-writable",
		"group-writible": "group-writable",
		"umask":          "umask",
		"nosuch":         "",
		"":               "",
		"x":              "",
	} {
		if got := Nearest(name, names); got != want {
			t.Errorf("Nearest(%q) is %q, want %q", name, got, want)
		}
	}
	if got := DidYouMean("filemdoe", names); got != " (did you mean filemode?)" {
		t.Errorf("got %q", got)
	}
	if got := DidYouMean("nosuch", names); got != "" {
		t.Errorf("got %q", got)
	}
}
