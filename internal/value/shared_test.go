package value

import "testing"

func TestGuessable(t *testing.T) {
	tmp := Of(SharedTmp, "")
	tests := []struct {
		path Text
		want bool
		show string
	}{
		{Text{}, false, ""},
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

func TestGuessedName(t *testing.T) {
	tmp, pid := Of(SharedTmp, ""), Of(Guess, "os.Getpid")
	tests := []struct {
		path Text
		want bool
	}{
		{JoinPath(tmp, Concat(Opaque("#0"), Lit("-x"))), false},
		{JoinPath(tmp, Concat(pid, Lit("-"), Of(Unique, "t1"))), false},
		{JoinPath(tmp, Opaque("#0"), Concat(Lit("x-"), pid)), false},
		{JoinPath(tmp, pid, Opaque("#0")), false},
		{JoinPath(Of(UserDir, "HOME"), pid), false},
		{pid, false},
		{JoinPath(tmp, Concat(Opaque("#0"), Lit("-"), pid)), true},
		{JoinPath(Lit("/tmp/x"), Concat(pid, Lit("."), Opaque("#0"))), true},
	}
	for _, tt := range tests {
		if got := tt.path.GuessedName(); got != tt.want {
			t.Errorf("%s: GuessedName %t, want %t", tt.path, got, tt.want)
		}
	}
}
