// Package fix builds the text edits of suggested fixes.
//
// Edits are as small as they can be: they never print a syntax tree, so that
// the user's layout and comments stay. A builder that cannot be sure returns
// no edits and false; a check then offers no fix.
package fix
