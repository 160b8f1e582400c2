package value

import "testing"

func TestSharedDir(t *testing.T) {
	tmp := Of(SharedTmp, "")
	tests := []struct {
		path Path
		want string
	}{
		{Lit("/tmp"), ""},
		{Lit("/tmp/"), ""},
		{Lit("/tmpfiles/x"), ""},
		{Lit("/srv/tmp/x"), ""},
		{Lit("tmp/x"), ""},
		{tmp, ""},
		{Concat(tmp, Lit("-x")), ""},
		{Lit("/tmp/.X11-unix/X0"), ""},
		{JoinPath(Opaque("#0"), Lit("/tmp/x")), ""},
		{Lit("/tmp/x"), "/tmp"},
		{Lit("/var/tmp/a/b"), "/var/tmp"},
		{JoinPath(Lit("/dev/shm"), Opaque("#0")), "/dev/shm"},
		{Concat(Lit("/tmp/"), Of(Guess, "pid")), "/tmp"},
		{JoinPath(tmp, Lit("x")), "the temporary directory"},
	}
	for _, tt := range tests {
		if got := tt.path.SharedDir(); got != tt.want {
			t.Errorf("%s: SharedDir %q, want %q", tt.path, got, tt.want)
		}
	}
}

func TestGuessable(t *testing.T) {
	tmp := Of(SharedTmp, "")
	tests := []struct {
		path Path
		want bool
		show string
	}{
		{Path{}, false, ""},
		{JoinPath(tmp, Lit("x")), true, "$TMPDIR/x"},
		{Concat(Lit("/tmp/x."), Of(Guess, "pid")), true, "/tmp/x.*"},
		{JoinPath(tmp, Opaque("#0")), false, "$TMPDIR/*"},
		{JoinPath(Of(Unique, "k"), Lit("x")), false, "*/x"},
		{JoinPath(Of(UserDir, "HOME"), Lit("x")), false, "*/x"},
	}
	for _, tt := range tests {
		if got, show := tt.path.Guessable(), tt.path.Show(); got != tt.want || show != tt.show {
			t.Errorf("%s: Guessable %t %q, want %t %q", tt.path, got, show, tt.want, tt.show)
		}
	}
}
