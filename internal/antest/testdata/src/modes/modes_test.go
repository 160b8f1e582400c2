package modes

import (
	"os"
	"testing"
)

func TestWrite(t *testing.T) {
	if err := os.WriteFile("a", nil, 0o666); err != nil { // want "mode 0o666"
		t.Fatal(err)
	}
}
