// Package selfread has fields that are set to what a call makes of themselves.
package selfread

import "os"

type node struct {
	name string
	args []string
	mode os.FileMode
}

func split(n *node, s string) (string, []string, os.FileMode) {
	return n.name + s, append(n.args, s), n.mode | 0o200
}

func fill(n *node, more bool) {
	for more {
		n.name, n.args, n.mode = split(n, "a")
		if len(n.args) > 3 {
			n.name, n.args, n.mode = split(n, "b")
		}
		more = len(n.args) < 10
	}
	n.name, n.args, n.mode = split(n, "c")
	os.WriteFile(n.name, []byte(n.args[0]), n.mode) // want `create `
}
