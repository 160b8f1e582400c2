package value

import "testing"

func TestKey(t *testing.T) {
	for _, tt := range []struct {
		key                              Key
		param, from, names, local, isDir bool
	}{
		{ParamKey(0), true, true, true, false, false},
		{ParamKey(12).Field("dir"), false, true, true, false, false},
		{ParamKey(0).Part(DirPart), false, true, true, false, true},
		{LiteralParamKey("f$1", 0), false, false, true, false, false},
		{LocalKey("f", "t3").ResultOf(0), false, false, false, true, false},
		{"os.Args", false, false, false, false, false},
		{"pkg.F(#0)", false, false, true, false, false},
		{"#x", false, true, true, false, false},
		{"", false, false, false, false, false},
	} {
		k := tt.key
		if k.IsParam() != tt.param || k.FromParam() != tt.from || k.NamesParam() != tt.names || k.IsLocal() != tt.local || k.IsDir() != tt.isDir {
			t.Errorf("%s: param %v, from %v, names %v, local %v, dir %v", k, k.IsParam(), k.FromParam(), k.NamesParam(), k.IsLocal(), k.IsDir())
		}
	}
	if i, sel, ok := ParamKey(12).Field("dir").Param(); i != 12 || sel != ".dir" || !ok {
		t.Errorf("split into %d %q %v", i, sel, ok)
	}
	if k, ok := LiteralParamKey("f$1", 2).InLiteral("f$1"); k != "#2" || !ok {
		t.Errorf("seen from the literal: %s %v", k, ok)
	}
	if _, ok := ParamKey(2).InLiteral("f$1"); ok {
		t.Error("the parameter of a function is none of the literal")
	}
}
