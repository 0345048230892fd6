/* SPDX-License-Identifier: ISC */
#include "lib/wire/stats_layout.h"

#include <stdio.h>
#include <string.h>

/*
 * Fields in their order, by the kernel's names without the prefix of the structure. "name:4" has another
 * width than the others of its structure (in bytes, 0: a long), "name[16]" are as many with the names
 * name.0, name.1 and so on, "-" is a hole. Each is aligned as a C compiler does it.
 */
static const char freebsd11_tcp[] =
	"connattempt accepts connects drops conndrops minmssdrops closed segstimed rttupdated "
	"delack timeoutdrop rexmttimeo persisttimeo keeptimeo keepprobe keepdrops sndtotal "
	"sndpack sndbyte sndrexmitpack sndrexmitbyte sndrexmitbad sndacks sndprobe sndurg "
	"sndwinup sndctrl rcvtotal rcvpack rcvbyte rcvbadsum rcvbadoff rcvmemdrop rcvshort "
	"rcvduppack rcvdupbyte rcvpartduppack rcvpartdupbyte rcvoopack rcvoobyte "
	"rcvpackafterwin rcvbyteafterwin rcvafterclose rcvwinprobe rcvdupack rcvacktoomuch "
	"rcvackpack rcvackbyte rcvwinupd pawsdrop predack preddat pcbcachemiss cachedrtt "
	"cachedrttvar cachedssthresh usedrtt usedrttvar usedssthresh persistdrop badsyn "
	"mturesent listendrop badrst sc_added sc_retransmitted sc_dupsyn sc_dropped "
	"sc_completed sc_bucketoverflow sc_cacheoverflow sc_reset sc_stale sc_aborted sc_badack "
	"sc_unreach sc_zonefail sc_sendcookie sc_recvcookie hc_added hc_bucketoverflow "
	"finwait2_drops sack_recovery_episode sack_rexmits sack_rexmit_bytes sack_rcv_blocks "
	"sack_send_blocks sack_sboverflow ecn_ce ecn_ect0 ecn_ect1 ecn_shs ecn_rcwnd "
	"sig_rcvgoodsig sig_rcvbadsig sig_err_buildsig sig_err_sigopt sig_err_nosigopt -[12]";

static const char freebsd13_tcp[] =
	"connattempt accepts connects drops conndrops minmssdrops closed segstimed rttupdated "
	"delack timeoutdrop rexmttimeo persisttimeo keeptimeo keepprobe keepdrops sndtotal "
	"sndpack sndbyte sndrexmitpack sndrexmitbyte sndrexmitbad sndacks sndprobe sndurg "
	"sndwinup sndctrl rcvtotal rcvpack rcvbyte rcvbadsum rcvbadoff rcvreassfull rcvshort "
	"rcvduppack rcvdupbyte rcvpartduppack rcvpartdupbyte rcvoopack rcvoobyte "
	"rcvpackafterwin rcvbyteafterwin rcvafterclose rcvwinprobe rcvdupack rcvacktoomuch "
	"rcvackpack rcvackbyte rcvwinupd pawsdrop predack preddat pcbcachemiss cachedrtt "
	"cachedrttvar cachedssthresh usedrtt usedrttvar usedssthresh persistdrop badsyn "
	"mturesent listendrop badrst sc_added sc_retransmitted sc_dupsyn sc_dropped "
	"sc_completed sc_bucketoverflow sc_cacheoverflow sc_reset sc_stale sc_aborted sc_badack "
	"sc_unreach sc_zonefail sc_sendcookie sc_recvcookie hc_added hc_bucketoverflow "
	"finwait2_drops sack_recovery_episode sack_rexmits sack_rexmit_bytes sack_rcv_blocks "
	"sack_send_blocks sack_sboverflow ecn_ce ecn_ect0 ecn_ect1 ecn_shs ecn_rcwnd "
	"sig_rcvgoodsig sig_rcvbadsig sig_err_buildsig sig_err_sigopt sig_err_nosigopt "
	"pmtud_blackhole_activated pmtud_blackhole_activated_min_mss pmtud_blackhole_failed "
	"tunneled_pkts tunneled_errs -[8]";

static const char freebsd_tcp[] =
	"connattempt accepts connects drops conndrops minmssdrops closed segstimed rttupdated "
	"delack timeoutdrop rexmttimeo persisttimeo keeptimeo keepprobe keepdrops progdrops "
	"sndtotal sndpack sndbyte sndrexmitpack sndrexmitbyte sndrexmitbad sndacks sndprobe "
	"sndurg sndwinup sndctrl rcvtotal rcvpack rcvbyte rcvbadsum rcvbadoff rcvreassfull "
	"rcvshort rcvduppack rcvdupbyte rcvpartduppack rcvpartdupbyte rcvoopack rcvoobyte "
	"rcvpackafterwin rcvbyteafterwin rcvafterclose rcvwinprobe rcvdupack rcvacktoomuch "
	"rcvackpack rcvackbyte rcvwinupd pawsdrop predack preddat pcbcachemiss cachedrtt "
	"cachedrttvar cachedssthresh usedrtt usedrttvar usedssthresh persistdrop badsyn "
	"mturesent listendrop badrst sc_added sc_retransmitted sc_dupsyn sc_dropped "
	"sc_completed sc_bucketoverflow sc_cacheoverflow sc_reset sc_stale sc_aborted sc_badack "
	"sc_unreach sc_zonefail sc_sendcookie sc_recvcookie sc_spurcookie sc_failcookie "
	"hc_added hc_bucketoverflow finwait2_drops sack_recovery_episode sack_rexmits "
	"sack_rexmits_tso sack_rexmit_bytes sack_rcv_blocks sack_send_blocks sack_lostrexmt "
	"sack_sboverflow ecn_ce ecn_ect0 ecn_ect1 ecn_shs ecn_rcwnd sig_rcvgoodsig "
	"sig_rcvbadsig sig_err_buildsig sig_err_sigopt sig_err_nosigopt "
	"pmtud_blackhole_activated pmtud_blackhole_activated_min_mss pmtud_blackhole_failed "
	"tunneled_pkts tunneled_errs dsack_count dsack_bytes dsack_tlp_bytes tw_recycles "
	"tw_resets tw_responds ace_nect ace_ect1 ace_ect0 ace_ce ecn_sndect0 ecn_sndect1 "
	"tlpresends tlpresend_bytes rcvghostack rcvacktooold -";

static const char freebsd_states[] =
	"states[11]";

static const char freebsd_maskrepl[] =
	"maskrepl";

static const char freebsd_ip[] =
	"total badsum tooshort toosmall badhlen badlen fragments fragdropped fragtimeout "
	"forward fastforward cantforward redirectsent noproto delivered localout odropped "
	"reassembled fragmented ofragments cantfrag badoptions noroute badvers rawout toolong "
	"notmember nogif badaddr";

static const char freebsd_udp[] =
	"ipackets hdrops badsum nosum badlen noport noportbcast fullsock pcbcachemiss "
	"pcbhashmiss opackets fastout noportmcast filtermcast";

static const char freebsd_icmp[] =
	"error oldshort oldicmp outhist[41] badcode tooshort checksum badlen reflect inhist[41] "
	"bmcastecho bmcasttstamp badaddr noroute";

static const char freebsd_igmp[] =
	"-:4 -:4 rcv_total rcv_tooshort rcv_badttl rcv_badsum rcv_v1v2_queries rcv_v3_queries "
	"rcv_badqueries rcv_gen_queries rcv_group_queries rcv_gsr_queries drop_gsr_queries "
	"rcv_reports rcv_badreports rcv_ourreports rcv_nora snd_reports -[4]";

static const char freebsd_ip6[] =
	"total tooshort toosmall fragments fragdropped fragtimeout fragoverflow forward "
	"cantforward redirectsent delivered localout odropped reassembled atomicfrags "
	"fragmented ofragments cantfrag badoptions noroute badvers rawout badscope notmember "
	"nxthist[256] m1 m2m[32] mext1 mext2m exthdrtoolong nogif toomanyhdr sources_none "
	"sources_sameif[16] sources_otherif[16] sources_samescope[16] sources_otherscope[16] "
	"sources_deprecated[16] sources_rule[16]";

static const char freebsd11_ip6[] =
	"total tooshort toosmall fragments fragdropped fragtimeout fragoverflow forward "
	"cantforward redirectsent delivered localout odropped reassembled fragmented ofragments "
	"cantfrag badoptions noroute badvers rawout badscope notmember nxthist[256] m1 m2m[32] "
	"mext1 mext2m exthdrtoolong nogif toomanyhdr sources_none sources_sameif[16] "
	"sources_otherif[16] sources_samescope[16] sources_otherscope[16] "
	"sources_deprecated[16] sources_rule[16]";

static const char freebsd_icmp6[] =
	"error canterror toofreq outhist[256] badcode tooshort checksum badlen dropped reflect "
	"inhist[256] nd_toomanyopt odst_unreach_noroute odst_unreach_admin "
	"odst_unreach_beyondscope odst_unreach_addr odst_unreach_noport opacket_too_big "
	"otime_exceed_transit otime_exceed_reassembly oparamprob_header oparamprob_nextheader "
	"oparamprob_option oredirect ounknown pmtuchg nd_badopt badns badna badrs badra "
	"badredirect overflowdefrtr overflowprfx overflownndp overflowredirect invlhlim -[32]";

static const char freebsd13_icmp6[] =
	"error canterror toofreq outhist[256] badcode tooshort checksum badlen reflect "
	"inhist[256] nd_toomanyopt odst_unreach_noroute odst_unreach_admin "
	"odst_unreach_beyondscope odst_unreach_addr odst_unreach_noport opacket_too_big "
	"otime_exceed_transit otime_exceed_reassembly oparamprob_header oparamprob_nextheader "
	"oparamprob_option oredirect ounknown pmtuchg nd_badopt badns badna badrs badra "
	"badredirect overflowdefrtr overflowprfx overflownndp overflowredirect invlhlim -[32]";

static const char freebsd11_icmp6[] =
	"error canterror toofreq outhist[256] badcode tooshort checksum badlen reflect "
	"inhist[256] nd_toomanyopt odst_unreach_noroute odst_unreach_admin "
	"odst_unreach_beyondscope odst_unreach_addr odst_unreach_noport opacket_too_big "
	"otime_exceed_transit otime_exceed_reassembly oparamprob_header oparamprob_nextheader "
	"oparamprob_option oredirect ounknown pmtuchg nd_badopt badns badna badrs badra "
	"badredirect";

static const char freebsd_carp[] =
	"ipackets ipackets6 badif badttl hdrops badsum badver badlen badauth badvhid badaddrs "
	"opackets opackets6 onomem ostates preempt";

static const char freebsd_rip6[] =
	"ipackets isum badsum nosock nosockmcast fullsock opackets";

static const char freebsd_pim[] =
	"rcv_total_msgs rcv_total_bytes rcv_tooshort rcv_badsum rcv_badversion "
	"rcv_registers_msgs rcv_registers_bytes rcv_registers_wrongiif rcv_badregisters "
	"snd_registers_msgs snd_registers_bytes";

static const char freebsd_arp[] =
	"txrequests txreplies rxrequests rxreplies received txerrors -[3] dropped timeouts "
	"dupips";

static const char freebsd_esp[] =
	"hdrops nopf notdb badkcr qfull noxform badilen wrap badenc badauth replay input output "
	"invalid ibytes obytes toobig pdrops crypto tunnel hist[256]";

static const char freebsd_ah[] =
	"hdrops nopf notdb badkcr badauth noxform qfull wrap replay badauthl input output "
	"invalid ibytes obytes toobig pdrops crypto tunnel hist[256]";

static const char freebsd_ipcomp[] =
	"hdrops nopf notdb badkcr qfull noxform wrap input output invalid ibytes obytes toobig "
	"pdrops crypto hist[256] threshold uncompr";

static const char freebsd_ipsec[] =
	"in_polvio in_nomem in_inval out_polvio out_nosa out_nomem out_noroute out_inval "
	"out_bundlesa spdcache_hits spdcache_misses clcopied mbinserted input_front "
	"input_middle input_end";

static const char freebsd_divert[] =
	"diverted noport outbound inbound";

static const char openbsd_tcp[] =
	"connattempt accepts connects drops conndrops closed segstimed rttupdated delack "
	"timeoutdrop rexmttimeo persisttimeo persistdrop keeptimeo keepprobe keepdrops sndtotal "
	"sndpack sndbyte:8 sndrexmitpack sndrexmitbyte:8 sndrexmitfast:8 sndacks sndprobe "
	"sndurg sndwinup sndctrl rcvtotal rcvpack rcvbyte:8 rcvbadsum rcvbadoff rcvmemdrop "
	"rcvnosec rcvshort rcvduppack rcvdupbyte:8 rcvpartduppack rcvpartdupbyte:8 rcvoopack "
	"rcvoobyte:8 rcvpackafterwin rcvbyteafterwin:8 rcvafterclose rcvwinprobe rcvdupack "
	"rcvacktoomuch rcvacktooold rcvackpack rcvackbyte:8 rcvwinupd pawsdrop predack preddat "
	"pcbhashmiss noport closing badsyn dropsyn rcvbadsig rcvgoodsig:8 inswcsum outswcsum "
	"ecn_accepts ecn_rcvece ecn_rcvcwr ecn_rcvce ecn_sndect ecn_sndece ecn_sndcwr cwr_ecn "
	"cwr_frecovery cwr_timeout sc_added:8 sc_completed:8 sc_timed_out:8 sc_overflowed:8 "
	"sc_reset:8 sc_unreach:8 sc_bucketoverflow:8 sc_aborted:8 sc_dupesyn:8 sc_dropped:8 "
	"sc_collisions:8 sc_retransmitted:8 sc_seedrandom:8 sc_hash_size:8 sc_entry_count:8 "
	"sc_entry_limit:8 sc_bucket_maxlen:8 sc_bucket_limit:8 sc_uses_left:8 conndrained:8 "
	"sack_recovery_episode:8 sack_rexmits:8 sack_rexmit_bytes:8 sack_rcv_opts:8 "
	"sack_snd_opts:8 sack_drop_opts:8 outswtso outhwtso outpkttso outbadtso inswlro inhwlro "
	"inpktlro inbadlro";

static const char openbsd_ip[] =
	"total badsum tooshort toosmall badhlen badlen fragments fragdropped fragtimeout "
	"forward cantforward redirectsent noproto delivered localout odropped reassembled "
	"fragmented ofragments cantfrag badoptions noroute badvers rawout badfrags rcvmemdrop "
	"toolong nogif badaddr inswcsum outswcsum notmember rtcachehit rtcachemiss wrongif "
	"idropped";

static const char openbsd_udp[] =
	"ipackets hdrops badsum nosum badlen noport noportbcast nosec fullsock pcbhashmiss "
	"inswcsum opackets outswcsum";

static const char openbsd_icmp[] =
	"error toofreq oldshort oldicmp outhist[41] badcode tooshort checksum badlen reflect "
	"bmcastecho inhist[41]";

static const char openbsd_igmp[] =
	"rcv_total rcv_tooshort rcv_badsum rcv_queries rcv_badqueries rcv_reports "
	"rcv_badreports rcv_ourreports snd_reports";

static const char openbsd_ip6[] =
	"total tooshort toosmall fragments fragdropped fragtimeout fragoverflow forward "
	"cantforward redirectsent delivered localout odropped reassembled fragmented ofragments "
	"cantfrag badoptions noroute badvers rawout badscope notmember nxthist[256] m1 m2m[32] "
	"mext1 mext2m nogif toomanyhdr sources_none sources_sameif[16] sources_otherif[16] "
	"sources_samescope[16] sources_otherscope[16] sources_deprecated[16] rtcachehit "
	"rtcachemiss wrongif idropped";

static const char openbsd_icmp6[] =
	"error canterror toofreq outhist[256] badcode tooshort checksum badlen reflect "
	"inhist[256] nd_toomanyopt odst_unreach_noroute odst_unreach_admin "
	"odst_unreach_beyondscope odst_unreach_addr odst_unreach_noport opacket_too_big "
	"otime_exceed_transit otime_exceed_reassembly oparamprob_header oparamprob_nextheader "
	"oparamprob_option oredirect ounknown pmtuchg nd_badopt badns badna badrs badra "
	"badredirect";

static const char openbsd_carp[] =
	"ipackets ipackets6 badif badttl hdrops badsum badver badlen badauth badvhid badaddrs "
	"opackets opackets6 onomem ostates preempt";

static const char openbsd_rip6[] =
	"ipackets isum badsum nosock nosockmcast fullsock opackets";

static const char openbsd_pfsync[] =
	"ipackets ipackets6 badif badttl hdrops badver badact badlen badauth stale badval "
	"badstate opackets opackets6 onomem oerrors";

static const char openbsd_esp[] =
	"hdrops nopf notdb badkcr qfull noxform badilen wrap badenc badauth replay input output "
	"invalid ibytes obytes toobig pdrops crypto udpencin udpencout udpinval udpneeded "
	"outfail";

static const char openbsd_ah[] =
	"hdrops nopf notdb badkcr badauth noxform qfull wrap replay badauthl input output "
	"invalid ibytes obytes toobig pdrops crypto outfail";

static const char openbsd_ipcomp[] =
	"hdrops nopf notdb badkcr qfull noxform wrap input output invalid ibytes obytes toobig "
	"pdrops crypto minlen outfail";

static const char openbsd_ipsec[] =
	"tunnels prevtunnels ipackets opackets ibytes obytes idecompbytes ouncompbytes idrops "
	"odrops crypto notdb noxform exctdb";

static const char openbsd_divert[] =
	"ipackets noport fullsock opackets errors";

static const char openbsd_etherip[] =
	"hdrops qfull noifdrops pdrops adrops ipackets opackets ibytes obytes";

static const char openbsd_ipip[] =
	"ipackets opackets hdrops qfull ibytes obytes pdrops spoof family unspec";

static const char openbsd_pflow[] =
	"flows packets onomem oerrors";

static const char netbsd_tcp[] =
	"connattempt accepts connects drops conndrops closed segstimed rttupdated delack "
	"timeoutdrop rexmttimeo persisttimeo keeptimeo keepprobe keepdrops persistdrops "
	"connsdrained pmtublackhole sndtotal sndpack sndbyte sndrexmitpack sndrexmitbyte "
	"sndacks sndprobe sndurg sndwinup sndctrl rcvtotal rcvpack rcvbyte rcvbadsum rcvbadoff "
	"rcvmemdrop rcvshort rcvduppack rcvdupbyte rcvpartduppack rcvpartdupbyte rcvoopack "
	"rcvoobyte rcvpackafterwin rcvbyteafterwin rcvafterclose rcvwinprobe rcvdupack "
	"rcvacktoomuch rcvackpack rcvackbyte rcvwinupd pawsdrop predack preddat pcbhashmiss "
	"noport badsyn delayed_free sc_added sc_completed sc_timed_out sc_overflowed sc_reset "
	"sc_unreach sc_bucketoverflow sc_aborted sc_dupesyn sc_dropped sc_collisions "
	"sc_retransmitted sc_delayed_free selfquench badsig goodsig ecn_shs ecn_ce ecn_ect";

static const char netbsd_ip[] =
	"total badsum tooshort toosmall badhlen badlen fragments fragdropped fragtimeout "
	"forward fastforward cantforward redirectsent noproto delivered localout odropped "
	"reassembled fragmented ofragments cantfrag badoptions noroute badvers rawout badfrags "
	"rcvmemdrop toolong nogif badaddr nol2tp noipsec pfildrop_in pfildrop_out ipsecdrop_in "
	"ipsecdrop_out ifdrop timxceed ifnoaddr rtreject bcastdenied";

static const char netbsd_udp[] =
	"ipackets hdrops badsum badlen noport noportbcast fullsock pcbhashmiss opackets";

/* NetBSD 7 and 7.99.4: the arrays lack the last type */
static const char netbsd7_icmp[] =
	"error oldshort oldicmp badcode tooshort checksum badlen reflect pmtuchg bmcastecho "
	"bmcasttstamp -[5] outhist[40] inhist[40]";

static const char netbsd_icmp[] =
	"error oldshort oldicmp badcode tooshort checksum badlen reflect pmtuchg bmcastecho "
	"bmcasttstamp -[5] outhist[41] inhist[41]";

static const char netbsd_igmp[] =
	"- rcv_total rcv_tooshort rcv_badsum rcv_queries rcv_badqueries rcv_reports "
	"rcv_badreports rcv_ourreports snd_reports";

static const char netbsd_ip6[] =
	"total tooshort toosmall fragments fragdropped fragtimeout fragoverflow forward "
	"cantforward redirectsent delivered localout odropped reassembled fragmented ofragments "
	"cantfrag badoptions noroute badvers rawout badscope notmember nxthist[256] m1 m2m[32] "
	"mext1 mext2m exthdrtoolong nogif toomanyhdr sources_none sources_sameif[16] "
	"sources_otherif[16] sources_samescope[16] sources_otherscope[16] "
	"sources_deprecated[16] forward_cachehit forward_cachemiss fastforward fastforwardflows "
	"noipsec pfildrop_in pfildrop_out ipsecdrop_in ipsecdrop_out ifdrop idropped timxceed "
	"toobig rtreject";

static const char netbsd_icmp6[] =
	"error canterror toofreq outhist[256] badcode tooshort checksum badlen reflect "
	"inhist[256] nd_toomanyopt outerrhist[13] pmtuchg nd_badopt badns badna badrs badra "
	"badredirect dropped_raroute";

static const char netbsd_carp[] =
	"ipackets ipackets6 badif badttl hdrops badsum badver badlen badauth badvhid badaddrs "
	"opackets opackets6 onomem ostates preempt";

static const char netbsd_rip6[] =
	"ipackets isum badsum nosock nosockmcast fullsock opackets";

static const char netbsd_udp6[] =
	"ipackets hdrops badsum nosum badlen noport noportmcast fullsock pcbcachemiss opackets";

static const char netbsd_pim6[] =
	"rcv_total rcv_tooshort rcv_badsum rcv_badversion rcv_registers rcv_badregisters "
	"snd_registers";

static const char netbsd_arp[] =
	"sndtotal sndreply sendrequest rcvtotal rcvrequest rcvreply rcvmcast rcvbadproto "
	"rcvbadlen rcvzerotpa rcvzerospa rcvnoint rcvlocalsha rcvbcastsha rcvlocalspa "
	"rcvoverperm rcvoverint rcvover rcvlenchg dfrtotal dfrsent dfrdropped allocfail";

static const char netbsd_ipsec[] =
	"in_polvio out_polvio out_nosa out_nomem out_noroute out_inval out_bundlesa mbcoalesced "
	"clcoalesced clcopied mbinserted spdcachelookup spdcachemiss input_front input_middle "
	"input_end";

static const char netbsd_esp[] =
	"hdrops nopf notdb badkcr qfull noxform badilen wrap badenc badauth replay input output "
	"invalid ibytes obytes toobig pdrops crypto tunnel hist[256]";

static const char netbsd_ah[] =
	"hdrops nopf notdb badkcr badauth noxform qfull wrap replay badauthl input output "
	"invalid ibytes obytes toobig pdrops crypto tunnel hist[256]";

static const char netbsd_ipcomp[] =
	"hdrops nopf notdb badkcr qfull noxform wrap input output invalid ibytes obytes toobig "
	"minlen useless pdrops crypto hist[256]";

static const char netbsd_ipip[] =
	"ipackets opackets hdrops qfull ibytes obytes pdrops spoof family unspec";

static const char netbsd_pfkey[] =
	"out_total out_bytes out_msgtype[256] out_invlen out_invver out_invmsgtype out_tooshort "
	"out_nomem out_dupext out_invexttype out_invsatype out_invaddr in_total in_bytes "
	"in_msgtype[256] in_msgtarget[3] in_nomem sockerr";

/* A structure of another size than the rows of its sysctl have is read as the last of them. */
static const struct stats_layout {
	uint8_t system; /* enum origin_system */
	uint16_t size;	/* of this release's; 0: the newest */
	char key[32];
	char group[12];
	uint8_t width; /* of a field */
	const char *fields;
} layouts[] = {
	{ SYSTEM_FREEBSD, 880, "net.inet.tcp.stats", "tcp", 8, freebsd11_tcp },
	{ SYSTEM_FREEBSD, 904, "net.inet.tcp.stats", "tcp", 8, freebsd13_tcp },
	{ SYSTEM_FREEBSD, 0, "net.inet.tcp.stats", "tcp", 8, freebsd_tcp },
	{ SYSTEM_FREEBSD, 0, "net.inet.tcp.states", "tcpstates", 8, freebsd_states },
	{ SYSTEM_FREEBSD, 0, "net.inet.udp.stats", "udp", 8, freebsd_udp },
	{ SYSTEM_FREEBSD, 0, "net.inet.ip.stats", "ip", 8, freebsd_ip },
	{ SYSTEM_FREEBSD, 0, "net.inet.icmp.stats", "icmp", 0, freebsd_icmp },
	{ SYSTEM_FREEBSD, 0, "net.inet.icmp.maskrepl", "icmp", 4, freebsd_maskrepl },
	{ SYSTEM_FREEBSD, 0, "net.inet.igmp.stats", "igmp", 8, freebsd_igmp },
	{ SYSTEM_FREEBSD, 0, "net.inet.ipsec.ipsecstats", "ipsec", 8, freebsd_ipsec },
	{ SYSTEM_FREEBSD, 0, "net.inet.ah.stats", "ah", 8, freebsd_ah },
	{ SYSTEM_FREEBSD, 0, "net.inet.esp.stats", "esp", 8, freebsd_esp },
	{ SYSTEM_FREEBSD, 0, "net.inet.ipcomp.stats", "ipcomp", 8, freebsd_ipcomp },
	{ SYSTEM_FREEBSD, 0, "net.inet.pim.stats", "pim", 8, freebsd_pim },
	{ SYSTEM_FREEBSD, 0, "net.inet.carp.stats", "carp", 8, freebsd_carp },
	{ SYSTEM_FREEBSD, 0, "net.link.ether.arp.stats", "arp", 8, freebsd_arp },
	{ SYSTEM_FREEBSD, 0, "net.inet.divert.stats", "divert", 8, freebsd_divert },
	{ SYSTEM_FREEBSD, 3312, "net.inet6.ip6.stats", "ip6", 8, freebsd11_ip6 },
	{ SYSTEM_FREEBSD, 0, "net.inet6.ip6.stats", "ip6", 8, freebsd_ip6 },
	{ SYSTEM_FREEBSD, 4328, "net.inet6.icmp6.stats", "icmp6", 8, freebsd11_icmp6 },
	{ SYSTEM_FREEBSD, 4624, "net.inet6.icmp6.stats", "icmp6", 8, freebsd13_icmp6 },
	{ SYSTEM_FREEBSD, 0, "net.inet6.icmp6.stats", "icmp6", 8, freebsd_icmp6 },
	{ SYSTEM_FREEBSD, 0, "net.inet6.ip6.rip6stats", "rip6", 8, freebsd_rip6 },
	{ SYSTEM_OPENBSD, 0, "net.inet.ip.stats", "ip", 0, openbsd_ip },
	{ SYSTEM_OPENBSD, 0, "net.inet.icmp.stats", "icmp", 0, openbsd_icmp },
	{ SYSTEM_OPENBSD, 0, "net.inet.igmp.stats", "igmp", 0, openbsd_igmp },
	{ SYSTEM_OPENBSD, 0, "net.inet.ipip.stats", "ipencap", 8, openbsd_ipip },
	{ SYSTEM_OPENBSD, 0, "net.inet.tcp.stats", "tcp", 4, openbsd_tcp },
	{ SYSTEM_OPENBSD, 0, "net.inet.udp.stats", "udp", 0, openbsd_udp },
	{ SYSTEM_OPENBSD, 0, "net.inet.ipsec.stats", "ipsec", 8, openbsd_ipsec },
	{ SYSTEM_OPENBSD, 0, "net.inet.esp.stats", "esp", 8, openbsd_esp },
	{ SYSTEM_OPENBSD, 0, "net.inet.ah.stats", "ah", 8, openbsd_ah },
	{ SYSTEM_OPENBSD, 0, "net.inet.etherip.stats", "etherip", 8, openbsd_etherip },
	{ SYSTEM_OPENBSD, 0, "net.inet.ipcomp.stats", "ipcomp", 8, openbsd_ipcomp },
	{ SYSTEM_OPENBSD, 0, "net.inet.carp.stats", "carp", 8, openbsd_carp },
	{ SYSTEM_OPENBSD, 0, "net.inet.pfsync.stats", "pfsync", 8, openbsd_pfsync },
	{ SYSTEM_OPENBSD, 0, "net.inet.divert.stats", "divert", 0, openbsd_divert },
	{ SYSTEM_OPENBSD, 0, "net.pflow.stats", "pflow", 8, openbsd_pflow },
	{ SYSTEM_OPENBSD, 0, "net.inet6.ip6.stats", "ip6", 8, openbsd_ip6 },
	{ SYSTEM_OPENBSD, 0, "net.inet6.divert.stats", "divert6", 0, openbsd_divert },
	{ SYSTEM_OPENBSD, 0, "net.inet6.icmp6.stats", "icmp6", 8, openbsd_icmp6 },
	{ SYSTEM_OPENBSD, 0, "net.inet6.raw6.stats", "rip6", 8, openbsd_rip6 },
	{ SYSTEM_NETBSD, 0, "net.inet.ip.stats", "ip", 8, netbsd_ip },
	{ SYSTEM_NETBSD, 768, "net.inet.icmp.stats", "icmp", 8, netbsd7_icmp },
	{ SYSTEM_NETBSD, 0, "net.inet.icmp.stats", "icmp", 8, netbsd_icmp },
	{ SYSTEM_NETBSD, 0, "net.inet.igmp.stats", "igmp", 8, netbsd_igmp },
	{ SYSTEM_NETBSD, 0, "net.inet.tcp.stats", "tcp", 8, netbsd_tcp },
	{ SYSTEM_NETBSD, 0, "net.inet.udp.stats", "udp", 8, netbsd_udp },
	{ SYSTEM_NETBSD, 0, "net.inet.ipsec.ipsecstats", "ipsec", 8, netbsd_ipsec },
	{ SYSTEM_NETBSD, 0, "net.inet.ah.ah_stats", "ah", 8, netbsd_ah },
	{ SYSTEM_NETBSD, 0, "net.inet.esp.esp_stats", "esp", 8, netbsd_esp },
	{ SYSTEM_NETBSD, 0, "net.inet.ipip.ipip_stats", "ipip", 8, netbsd_ipip },
	{ SYSTEM_NETBSD, 0, "net.inet.ipcomp.ipcomp_stats", "ipcomp", 8, netbsd_ipcomp },
	{ SYSTEM_NETBSD, 0, "net.inet.carp.stats", "carp", 8, netbsd_carp },
	{ SYSTEM_NETBSD, 0, "net.inet6.ip6.stats", "ip6", 8, netbsd_ip6 },
	{ SYSTEM_NETBSD, 0, "net.inet6.icmp6.stats", "icmp6", 8, netbsd_icmp6 },
	{ SYSTEM_NETBSD, 0, "net.inet6.udp6.stats", "udp6", 8, netbsd_udp6 },
	{ SYSTEM_NETBSD, 0, "net.inet6.pim6.stats", "pim6", 8, netbsd_pim6 },
	{ SYSTEM_NETBSD, 0, "net.inet6.raw6.stats", "rip6", 8, netbsd_rip6 },
	{ SYSTEM_NETBSD, 0, "net.inet.arp.stats", "arp", 8, netbsd_arp },
	{ SYSTEM_NETBSD, 0, "net.key.stats", "pfkey", 8, netbsd_pfkey },
};

enum { LAYOUTS = sizeof(layouts) / sizeof(layouts[0]) };

static const struct stats_layout *find(enum origin_system system, const char *key, size_t size)
{
	const struct stats_layout *found = NULL;

	for (unsigned i = 0; i < LAYOUTS; i++) {
		if (layouts[i].system != system || strcmp(layouts[i].key, key) != 0)
			continue;
		found = &layouts[i];
		if (found->size == size)
			break;
	}
	return found;
}

const char *stats_key(enum origin_system system, unsigned number)
{
	const char *last = "";

	for (unsigned i = 0; i < LAYOUTS; i++) {
		if (layouts[i].system != system || strcmp(layouts[i].key, last) == 0)
			continue;
		last = layouts[i].key;
		if (!number--)
			return last;
	}
	return NULL;
}

const char *stats_group(enum origin_system system, const char *key)
{
	const struct stats_layout *layout = find(system, key, 0);

	return layout ? layout->group : NULL;
}

bool stats_begin(struct stats_walk *walk, const char *key, const struct origin *origin, size_t size)
{
	const struct stats_layout *layout = find((enum origin_system)origin->system, key, size);

	if (!layout)
		return false;
	*walk = (struct stats_walk){ .layout = layout, .field = layout->fields };
	return true;
}

static unsigned digits(const char **text)
{
	unsigned value = 0;

	while (**text >= '0' && **text <= '9')
		value = 10 * value + (unsigned)(*(*text)++ - '0');
	return value;
}

/* The next word of the fields; false at their end. */
static bool next_field(struct stats_walk *w, const struct origin *origin)
{
	size_t size = strcspn(w->field, " :[");

	if (!*w->field)
		return false;
	snprintf(w->name, sizeof(w->name), "%.*s", (int)size, w->field);
	w->field += size;
	w->width = w->layout->width;
	w->element = 0;
	w->elements = 0;
	if (*w->field == ':') {
		w->field++;
		w->width = digits(&w->field);
	}
	if (*w->field == '[') {
		w->field++;
		w->elements = digits(&w->field);
		w->field++;
	}
	w->field += *w->field == ' ';
	w->width = w->width ? w->width : origin->word / 8;
	return true;
}

/* On i386 a long long begins where an int can. */
static size_t aligned(const struct stats_walk *w, const struct origin *origin)
{
	size_t alignment = w->width > origin->word / 8u ? origin->word / 8u : w->width;

	return (w->at + alignment - 1) / alignment * alignment;
}

/* One value at the place in hand. */
static uint64_t value_at(const struct stats_walk *w, struct bytes data)
{
	bytes_skip(&data, w->at);
	return w->width == 8 ? bytes_u64(&data) : bytes_u32(&data);
}

int stats_next(struct stats_walk *w, struct bytes data, const struct origin *origin,
	       struct counter *c)
{
	bool hole;

	do {
		if (w->element >= w->elements && !next_field(w, origin))
			return 0;
		w->at = aligned(w, origin);
		if (w->at + w->width > bytes_left(&data))
			return 0;
		memset(c, 0, sizeof(*c));
		memcpy(c->group, w->layout->group, sizeof(w->layout->group));
		c->value = value_at(w, data);
		w->at += w->width;
		hole = w->name[0] == '-';
		if (w->elements)
			snprintf(c->name, sizeof(c->name), "%.36s.%u", w->name, w->element++);
		else
			memcpy(c->name, w->name, sizeof(w->name));
	} while (hole);
	return 1;
}
