package api

import (
	"go/token"
	"go/types"
	"testing"
)

// TestVendored finds the rows of a package that stands in a vendor directory,
// as GOPATH mode names it.
func TestVendored(t *testing.T) {
	for _, path := range []string{"golang.org/x/sys/unix", "example.org/app/vendor/golang.org/x/sys/unix"} {
		pkg := types.NewPackage(path, "unix")
		fn := types.NewFunc(token.NoPos, pkg, "Open", types.NewSignatureType(nil, nil, nil, nil, nil, false))
		if row := Lookup(fn); row == nil || row.Does != Create {
			t.Errorf("Lookup(%s.Open) = %+v", path, row)
		}
		if !Known(path) {
			t.Errorf("Known(%s) is false", path)
		}
	}
	pkg := types.NewPackage("example.org/vendorlike/unix", "unix")
	if row := Lookup(types.NewFunc(token.NoPos, pkg, "Open", types.NewSignatureType(nil, nil, nil, nil, nil, false))); row != nil {
		t.Errorf("Lookup of another package's Open = %+v", row)
	}
}
