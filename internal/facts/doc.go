// Package facts turns what is known of a package into bytes and back, so that it can outlive the process that learned
// it: the facts that analyzers exported about it, and what importers can see of its types.
package facts
