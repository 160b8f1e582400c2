//go:build unix && !freebsd && !darwin && !dragonfly

package privdrop

// groupList is groups: the effective group is kept apart from them.
func groupList(_ int, groups []int) []int { return groups }
