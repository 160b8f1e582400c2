package load

import (
	"go/ast"
	"go/parser"
	"go/token"
	"sync"
)

// Sources holds the syntax of files while anyone can ask for it: a package and its test variant share files, and so
// do the runs for several systems.
type Sources struct {
	fset *token.FileSet

	mu    sync.Mutex
	files map[string]*source
}

// A source is one file.
type source struct {
	readers int // that have not forgotten it

	once sync.Once
	file *ast.File
	err  error
}

// NewSources returns an empty set.
func NewSources() *Sources {
	return &Sources{fset: token.NewFileSet(), files: map[string]*source{}}
}

// expect announces a reader of the files.
func (s *Sources) expect(names []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, name := range names {
		if s.files[name] == nil {
			s.files[name] = new(source)
		}
		s.files[name].readers++
	}
}

// forget says that a reader is done with the files. The last one's word drops their syntax.
func (s *Sources) forget(names []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, name := range names {
		if f := s.files[name]; f != nil {
			if f.readers--; f.readers <= 0 {
				delete(s.files, name)
			}
		}
	}
}

// parse returns the syntax of a whole file, comments included.
func (s *Sources) parse(name string, read func(string) ([]byte, error)) (*ast.File, error) {
	s.mu.Lock()
	f := s.files[name]
	if f == nil {
		f = new(source)
	}
	s.mu.Unlock()
	f.once.Do(func() {
		var text []byte
		if text, f.err = read(name); f.err == nil {
			f.file, f.err = parser.ParseFile(s.fset, name, text, parser.SkipObjectResolution|parser.ParseComments)
		}
	})
	return f.file, f.err
}

// parseDeclarations returns the syntax of a file without comments and function bodies.
func (s *Sources) parseDeclarations(name string, read func(string) ([]byte, error)) (*ast.File, error) {
	text, err := read(name)
	if err != nil {
		return nil, err
	}
	return parser.ParseFile(s.fset, name, blankBodies(text), parser.SkipObjectResolution)
}
