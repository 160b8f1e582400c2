package facts

import (
	"bytes"
	"cmp"
	"encoding/gob"
	"errors"
	"fmt"
	"go/types"
	"io"
	"reflect"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/types/objectpath"
)

// Types numbers the types of facts of a suite. Both ends must have the same suite.
type Types struct {
	list  []reflect.Type // of pointers
	index map[reflect.Type]int
}

// TypesOf collects the fact types of the analyzers. Their order is that of the names of the types.
func TypesOf(analyzers []*analysis.Analyzer) *Types {
	t := &Types{index: map[reflect.Type]int{}}
	for _, a := range analyzers {
		for _, f := range a.FactTypes {
			typ := reflect.TypeOf(f)
			if _, ok := t.index[typ]; !ok {
				t.index[typ] = 0
				t.list = append(t.list, typ)
			}
		}
	}
	slices.SortFunc(t.list, func(a, b reflect.Type) int {
		return cmp.Or(cmp.Compare(a.String(), b.String()), cmp.Compare(a.Elem().PkgPath(), b.Elem().PkgPath()))
	})
	for i, typ := range t.list {
		t.index[typ] = i
	}
	return t
}

// A Set holds the facts of one package: about its objects, and, under the nil object, about itself.
type Set map[types.Object]map[reflect.Type]analysis.Fact

// Add adds a fact, or replaces the one of its type.
func (s Set) Add(obj types.Object, fact analysis.Fact) {
	if s[obj] == nil {
		s[obj] = map[reflect.Type]analysis.Fact{}
	}
	s[obj][reflect.TypeOf(fact)] = fact
}

// Get copies the fact of the type that fact points to, if there is one.
func (s Set) Get(obj types.Object, fact analysis.Fact) bool {
	known, ok := s[obj][reflect.TypeOf(fact)]
	if ok {
		reflect.ValueOf(fact).Elem().Set(reflect.ValueOf(known).Elem())
	}
	return ok
}

// A header goes before each fact.
type header struct {
	Object objectpath.Path // empty: the package itself
	Type   int             // index in Types
}

// Encode writes the facts down, in an order of their own. Those about objects that no other package can name are left
// out.
func (t *Types) Encode(s Set) ([]byte, error) {
	type item struct {
		header
		fact analysis.Fact
	}
	var items []item
	var enc objectpath.Encoder
	for obj, facts := range s {
		var path objectpath.Path
		if obj != nil {
			var err error
			if path, err = enc.For(obj); err != nil {
				continue
			}
		}
		for typ, fact := range facts {
			items = append(items, item{header{path, t.index[typ]}, fact})
		}
	}
	if len(items) == 0 {
		return nil, nil
	}
	slices.SortFunc(items, func(a, b item) int {
		return cmp.Or(cmp.Compare(a.Object, b.Object), cmp.Compare(a.Type, b.Type))
	})
	var buf bytes.Buffer
	out := gob.NewEncoder(&buf)
	for _, it := range items {
		if err := out.Encode(it.header); err != nil {
			return nil, fmt.Errorf("writing down a fact: %w", err)
		}
		if err := out.Encode(it.fact); err != nil {
			return nil, fmt.Errorf("writing down a fact of type %T: %w", it.fact, err)
		}
	}
	return buf.Bytes(), nil
}

// Decode reads the facts about pkg. Those about objects that it does not have are left out.
func (t *Types) Decode(pkg *types.Package, data []byte) (Set, error) {
	s := Set{}
	if len(data) == 0 {
		return s, nil
	}
	for in := gob.NewDecoder(bytes.NewReader(data)); ; {
		var h header
		if err := in.Decode(&h); errors.Is(err, io.EOF) {
			return s, nil
		} else if err != nil {
			return nil, fmt.Errorf("reading a fact of %s: %w", pkg.Path(), err)
		}
		if h.Type < 0 || h.Type >= len(t.list) {
			return nil, fmt.Errorf("reading a fact of %s: there is no type %d", pkg.Path(), h.Type)
		}
		fact := reflect.New(t.list[h.Type].Elem())
		if err := in.DecodeValue(fact); err != nil {
			return nil, fmt.Errorf("reading a fact of %s: %w", pkg.Path(), err)
		}
		var obj types.Object
		if h.Object != "" {
			var err error
			if obj, err = objectpath.Object(pkg, h.Object); err != nil {
				continue
			}
		}
		s.Add(obj, fact.Interface().(analysis.Fact))
	}
}
