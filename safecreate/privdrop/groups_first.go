//go:build freebsd || darwin || dragonfly

package privdrop

// groupList puts gid in front: the kernel keeps the effective group there, and setgid
// would overwrite the first one of groups.
func groupList(gid int, groups []int) []int { return append([]int{gid}, groups...) }
