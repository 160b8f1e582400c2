# Include this in a Makefile: include permvet.mk
#
#   make permvet        report, and fail from warnings on
#   make permvet-fix    apply the fixes
#
# The version is pinned by go.mod: go get -tool github.com/permvet/permvet/cmd/permvet@v0.1.0

PERMVET ?= go tool permvet
PERMVET_PACKAGES ?= ./...
PERMVET_FLAGS ?=

.PHONY: permvet permvet-fix
permvet:
	$(PERMVET) $(PERMVET_FLAGS) $(PERMVET_PACKAGES)

permvet-fix:
	$(PERMVET) $(PERMVET_FLAGS) -fix $(PERMVET_PACKAGES)
