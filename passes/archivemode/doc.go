// Package archivemode defines an analyzer that finds modes taken from archives
// as they are.
//
// # Analyzer archivemode
//
// archivemode: check for file modes taken from archive headers
//
// # archive-mode
//
// The mode in the header of a tar, zip or cpio entry is input. Used as it is, it
// makes set-user-id programs and files that everybody may write, owned by
// whoever unpacks:
//
//	f, err := os.OpenFile(name, os.O_CREATE|os.O_WRONLY, hdr.FileInfo().Mode())
//
//	warning: file mode taken from the archive header without a mask: a malicious
//	archive can make the file setuid or world-writable; mask it with 0o755
//
// A mode that went through Perm, or of which the set-user-id, set-group-id and
// sticky bits were cleared by a mask, is accepted. So is a copy of an existing
// object's mode: it is no input from outside.
//
// A package that restores owners too is meant to reproduce the archive, as
// container runtimes do with layers; there it is a note, shown with -strict.
//
// # world-writable-entry
//
// What the program itself puts into an archive has the mode that it says: no
// umask applies, neither to the entry nor where root unpacks it or it becomes
// part of an image:
//
//	err := tw.WriteHeader(&tar.Header{Name: name, Mode: int64(os.ModePerm), Size: n})
//
//	warning: an entry goes into the archive with mode 0777, and no umask takes
//	from it: where the archive is unpacked as root, everybody can write to it;
//	use 0644 or 0755
//
// Accepted: links, whose mode means nothing, and sticky directories such as tmp.
//
// Limits: headers are followed through variables, fields and wrappers, not
// through channels; the mode of an entry must be known where the header is made.
// Silence with
//
//	//permvet:ignore archivemode the archive is signed
//
// Source: CWE-732, CWE-281; the GNU tar manual, "Security"; CVE-2025-54059
// (melange).
package archivemode
