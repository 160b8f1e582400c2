// Package gopls builds gopls, the Go language server, with the checks linked in.
//
// gopls loads no plugins (golang/go#59869). Its module is copied out of the module cache, one file is added that
// appends our analyzers to its list, and the copy is built with permvet's module as one more requirement. Nothing else
// of gopls is touched, and nothing is written but the program that was asked for.
//
// The versions of golang.org/x/tools must fit: gopls uses internals of the version that it pins, so the build is
// refused when permvet asks for a newer one.
package gopls
