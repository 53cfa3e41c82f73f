/* Calls demo.Link, which calls demo.Peer. Its manifest declares nothing: init finds nothing, and demo.Link may go. */
#define LINK_CONTRACT "demo.OuterLink"
#define PEER_CONTRACT "demo.Link"
#include "linker_guest.h"
