// Package proof has no code of its own: its test proves that fixes close the hole.
// Each program in testdata loses to an attacker who loops beside it. The test applies
// permvet's fix to a copy, builds it, and lets the attacker try again, more often.
// The attackers are other users, so most of it needs root.
package proof
