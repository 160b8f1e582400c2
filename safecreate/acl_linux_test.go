package safecreate

import (
	"encoding/binary"
	"syscall"
)

// setDefaultACL gives dir the default ACL u::rwx,g::rwx,o::rwx.
func setDefaultACL(dir string) error {
	acl := binary.LittleEndian.AppendUint32(nil, 2)  // version
	for _, tag := range []uint16{0x01, 0x04, 0x20} { // user, group, other
		acl = binary.LittleEndian.AppendUint16(acl, tag)
		acl = binary.LittleEndian.AppendUint16(acl, 7)
		acl = binary.LittleEndian.AppendUint32(acl, 1<<32-1)
	}
	return syscall.Setxattr(dir, "system.posix_acl_default", acl, 0)
}
