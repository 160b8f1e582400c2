package antest

import (
	"bytes"
	"encoding"
	"encoding/gob"
	"fmt"
	"go/token"
	"reflect"
	"testing"

	"golang.org/x/tools/go/analysis"
)

// RoundTrip encodes and decodes a fact as a modular driver does and returns
// what arrives. It fails if the bytes are not the same each time.
func RoundTrip[F analysis.Fact](t testing.TB, fact F) F {
	t.Helper()
	first, second := encode(t, fact), encode(t, fact)
	if !bytes.Equal(first, second) {
		t.Errorf("%T: the encoding differs from one time to the next", fact)
	}
	arrived := reflect.New(reflect.TypeOf(fact).Elem()).Interface().(F)
	if err := gob.NewDecoder(bytes.NewReader(first)).Decode(arrived); err != nil {
		t.Errorf("%T: decode: %v", fact, err)
	}
	return arrived
}

func encode(t testing.TB, fact analysis.Fact) []byte {
	t.Helper()
	var buf bytes.Buffer
	if err := gob.NewEncoder(&buf).Encode(fact); err != nil {
		t.Errorf("%T: encode: %v", fact, err)
	}
	return buf.Bytes()
}

// checkFactTypes fails if a fact of the analyzer, or of one it requires, has
// a type of which a part is lost or changes when facts are written to a file.
func checkFactTypes(t testing.TB, a *analysis.Analyzer) {
	t.Helper()
	seen := make(map[*analysis.Analyzer]bool)
	var visit func(a *analysis.Analyzer)
	visit = func(a *analysis.Analyzer) {
		if seen[a] {
			return
		}
		seen[a] = true
		for _, fact := range a.FactTypes {
			if err := factTypeError(reflect.TypeOf(fact).Elem(), make(map[reflect.Type]bool)); err != nil {
				t.Errorf("analyzer %s: fact %T: %v", a.Name, fact, err)
			}
		}
		for _, req := range a.Requires {
			visit(req)
		}
	}
	visit(a)
}

// factTypeError says what in a fact type does not survive the journey to the
// analysis of another package.
func factTypeError(typ reflect.Type, seen map[reflect.Type]bool) error {
	if seen[typ] || encodesItself(typ) {
		return nil
	}
	seen[typ] = true
	if typ == reflect.TypeFor[token.Pos]() {
		return fmt.Errorf("token.Pos means nothing in another process")
	}
	switch typ.Kind() {
	case reflect.Map:
		return fmt.Errorf("%s: the encoding of a map has no fixed order", typ)
	case reflect.Interface, reflect.Func, reflect.Chan, reflect.UnsafePointer:
		return fmt.Errorf("%s cannot be encoded", typ)
	case reflect.Pointer, reflect.Slice, reflect.Array:
		return factTypeError(typ.Elem(), seen)
	case reflect.Struct:
		for field := range typ.Fields() {
			if !field.IsExported() {
				return fmt.Errorf("%s.%s is not exported: it is lost in the encoding", typ, field.Name)
			}
			if err := factTypeError(field.Type, seen); err != nil {
				return fmt.Errorf("%s.%s: %w", typ, field.Name, err)
			}
		}
	}
	return nil
}

func encodesItself(typ reflect.Type) bool {
	p := reflect.PointerTo(typ)
	return p.Implements(reflect.TypeFor[gob.GobEncoder]()) || p.Implements(reflect.TypeFor[encoding.BinaryMarshaler]())
}
