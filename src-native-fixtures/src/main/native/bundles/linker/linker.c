/* Calls demo.Peer, which its manifest declares, and resolves it in its init. */
#define LINK_CONTRACT "demo.Link"
#define PEER_CONTRACT "demo.Peer"
#include "linker_guest.h"
