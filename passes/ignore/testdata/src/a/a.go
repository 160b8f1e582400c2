// Package a mentions permvet:ignore in its documentation, which is fine.
package a

//permvet:ignore filemode the directory is private
var fine = 1

var kind = 2 //permvet:ignore filemode/world-writable,umask it is only a test

// See //permvet:ignore for the syntax.
var mentioned = 3

//permvet:ignored filemode is another word
var otherWord = 4

var noReason = 5 //permvet:ignore filemode // want `^warning: permvet:ignore needs a reason after filemode \(ignore/missing-reason\)$`

var noReasons = 6 //permvet:ignore filemode,umask // want `needs a reason after filemode,umask`

var nothing = 7 //permvet:ignore // want `^warning: permvet:ignore needs the name of a check and a reason.* \(ignore/malformed\)$`

var capital = 8 //permvet:ignore FileMode it is private // want "needs the name of a check"

var spaced = 9 // permvet:ignore filemode it is private // want "directive has no effect: remove the space"

var unknown = 10 //permvet:ignore filemod it is private // want `^warning: there is no check "filemod" \(did you mean filemode\?\): nothing is suppressed \(ignore/unknown-check\)$`

var half = 11 //permvet:ignore umask,filemod it is private // want `no check "filemod"`

var bare = 13 //permvet:ignore world-writable it is private // want `"world-writable" is a kind, not a check; write filemode/world-writable: nothing is suppressed`

var misspelt = 14 //permvet:ignore filemode/world-writeable it is private // want `filemode has no kind "world-writeable" \(did you mean world-writable\?\)`

var otherCheck = 15 //permvet:ignore umask/world-writable it is private // want `umask has no kind "world-writable": nothing is suppressed`

//permvet:ignore ignore/missing-reason the comment below is an example
var quoted = 12 //permvet:ignore umask
