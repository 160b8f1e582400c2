// Package runner applies a suite of checks to packages and what they import: each package after its imports, in
// parallel, with the syntax of no more packages in memory than there are processors.
//
// What a package gives, findings and facts, is kept in the cache under a key that covers all it depends on: the
// program, its settings, the files of the package, and of its imports what importers can see, their facts included
// (see key.go). A package of the user's that changed in nothing that others can see therefore leaves the keys of its
// importers alone. A package whose result is known is not even type-checked, unless an importer is analyzed.
package runner
