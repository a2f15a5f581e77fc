import { overIpv6 } from '../scenes/over-ipv6.ts';
import type { Story } from '../story.ts';
import { anycastEcmp } from './anycast-ecmp.ts';
import { anycastEcmpAddresses } from './anycast-ecmp-addresses.ts';
import { anycastFlowHash } from './anycast-flow-hash.ts';
import { anycastShift } from './anycast-shift.ts';
import { anycastSplit } from './anycast-split.ts';
import { anycastUnicast } from './anycast-unicast.ts';
import { applicationAbort } from './application-abort.ts';
import { applicationAbortGentle } from './application-abort-gentle.ts';
import { backendAny } from './backend-any.ts';
import { backlogOverflow } from './backlog-overflow.ts';
import { backlogOverflowAbort } from './backlog-overflow-abort.ts';
import { backlogOverflowAccepted } from './backlog-overflow-accepted.ts';
import { backlogOverflowLarger } from './backlog-overflow-larger.ts';
import { clientAbort } from './client-abort.ts';
import { clientAbortPatient } from './client-abort-patient.ts';
import { closedPort } from './closed-port.ts';
import { closedPortBound } from './closed-port-bound.ts';
import { closedPortIpv6 } from './closed-port-ipv6.ts';
import { closedPortLoopback } from './closed-port-loopback.ts';
import { connectionChurn } from './connection-churn.ts';
import { connectionChurnOriginator } from './connection-churn-originator.ts';
import { connectionChurnPortsExhausted } from './connection-churn-ports-exhausted.ts';
import { connectionsKept } from './connections-kept.ts';
import { conntrackInvalid } from './conntrack-invalid.ts';
import { conntrackInvalidDropped } from './conntrack-invalid-dropped.ts';
import { conntrackInvalidFlags } from './conntrack-invalid-flags.ts';
import { conntrackInvalidLeak } from './conntrack-invalid-leak.ts';
import { conntrackInvalidLeakDropped } from './conntrack-invalid-leak-dropped.ts';
import { conntrackInvalidLiberal } from './conntrack-invalid-liberal.ts';
import { conntrackInvalidOldDuplicate } from './conntrack-invalid-old-duplicate.ts';
import { conntrackInvalidUntracked } from './conntrack-invalid-untracked.ts';
import { conntrackTableFull } from './conntrack-table-full.ts';
import { conntrackTableFullLarger } from './conntrack-table-full-larger.ts';
import { conntrackTableFullUntracked } from './conntrack-table-full-untracked.ts';
import { firewallDropAllowed } from './firewall-drop-allowed.ts';
import { firewallDropEstablished } from './firewall-drop-established.ts';
import { firewallDropIpv6 } from './firewall-drop-ipv6.ts';
import { firewallDropMidstream } from './firewall-drop-midstream.ts';
import { firewallRejectAllowed } from './firewall-reject-allowed.ts';
import { firewallRejectEstablished } from './firewall-reject-established.ts';
import { firewallRejectIcmp } from './firewall-reject-icmp.ts';
import { firewallRejectIcmpIpv6 } from './firewall-reject-icmp-ipv6.ts';
import { firewallRejectIcmpMidstream } from './firewall-reject-icmp-midstream.ts';
import { firewallRejectMidstream } from './firewall-reject-midstream.ts';
import { firewallRejectOnResponder } from './firewall-reject-on-responder.ts';
import { firewallRejectOneSide } from './firewall-reject-one-side.ts';
import { firewallRejectSyn } from './firewall-reject-syn.ts';
import { gitClone } from './git-clone.ts';
import { gitCloneCut } from './git-clone-cut.ts';
import { gitPush } from './git-push.ts';
import { gitPushKilled } from './git-push-killed.ts';
import { halfOpen } from './half-open.ts';
import { halfOpenOtherPort } from './half-open-other-port.ts';
import { halfOpenResponderForgets } from './half-open-responder-forgets.ts';
import { halfOpenResponderSpeaks } from './half-open-responder-speaks.ts';
import { harmlessRstAfterClose } from './harmless-rst-after-close.ts';
import { idleTimeoutFin } from './idle-timeout-fin.ts';
import { idleTimeoutPickedUp } from './idle-timeout-picked-up.ts';
import { idleTimeoutProbed } from './idle-timeout-probed.ts';
import { idleTimeoutPush } from './idle-timeout-push.ts';
import { idleTimeoutRst } from './idle-timeout-rst.ts';
import { idleTimeoutSilent } from './idle-timeout-silent.ts';
import { idleTimeoutSnat } from './idle-timeout-snat.ts';
import { ignoredRst } from './ignored-rst.ts';
import { injectedReset } from './injected-reset.ts';
import { injectedResetBurst } from './injected-reset-burst.ts';
import { injectedResetCopiedTtl } from './injected-reset-copied-ttl.ts';
import { injectedResetDropped } from './injected-reset-dropped.ts';
import { keepAliveRace } from './keep-alive-race.ts';
import { keepAliveRaceHaproxy } from './keep-alive-race-haproxy.ts';
import { keepAliveRaceIpv6 } from './keep-alive-race-ipv6.ts';
import { keepAliveRaceKeptApart } from './keep-alive-race-kept-apart.ts';
import { keepAliveRaceNginx } from './keep-alive-race-nginx.ts';
import { keepAliveRaceNginxUpstream } from './keep-alive-race-nginx-upstream.ts';
import { keepAliveRaceNode } from './keep-alive-race-node.ts';
import { keepaliveAnswered } from './keepalive-answered.ts';
import { keepaliveDead } from './keepalive-dead.ts';
import { lateData } from './late-data.ts';
import { lateDataNoticed } from './late-data-noticed.ts';
import { lingerZero } from './linger-zero.ts';
import { lingerZeroClosed } from './linger-zero-closed.ts';
import { pathMtuBlackHoleDownload } from './path-mtu-black-hole-download.ts';
import { pathMtuBlackHoleIpv6 } from './path-mtu-black-hole-ipv6.ts';
import { pathMtuIcmp } from './path-mtu-icmp.ts';
import { pathMtuMssClamp } from './path-mtu-mss-clamp.ts';
import { pathMtuProbing } from './path-mtu-probing.ts';
import { pathMtuProbingResponder } from './path-mtu-probing-responder.ts';
import { processKilled } from './process-killed.ts';
import { processStopped } from './process-stopped.ts';
import { registryPush } from './registry-push.ts';
import { registryPushDropped } from './registry-push-dropped.ts';
import { restart } from './restart.ts';
import { restartHandedOver } from './restart-handed-over.ts';
import { restartTwoWays } from './restart-two-ways.ts';
import { segmentedAnew } from './segmented-anew.ts';
import { socketDestroyed } from './socket-destroyed.ts';
import { socketDestroyedAlone } from './socket-destroyed-alone.ts';
import { socketDestroyedTimewait } from './socket-destroyed-timewait.ts';
import { sshMaxStartups } from './ssh-max-startups.ts';
import { sshMaxStartupsGit } from './ssh-max-startups-git.ts';
import { sshMaxStartupsRaised } from './ssh-max-startups-raised.ts';
import { timeWaitReuse } from './time-wait-reuse.ts';
import { timeWaitReuseAccepted } from './time-wait-reuse-accepted.ts';
import { timeWaitReuseBalancer } from './time-wait-reuse-balancer.ts';
import { timeWaitReuseNewerTimestamp } from './time-wait-reuse-newer-timestamp.ts';
import { timeWaitReuseOriginatorCloses } from './time-wait-reuse-originator-closes.ts';
import { timeWaitReuseOtherAddress } from './time-wait-reuse-other-address.ts';
import { tlsAlert } from './tls-alert.ts';
import { tlsPlainHttp } from './tls-plain-http.ts';
import { tlsTrusted } from './tls-trusted.ts';
import { tlsWhereExpected } from './tls-where-expected.ts';
import { unreadData413 } from './unread-data-413.ts';
import { unreadDataAbort } from './unread-data-abort.ts';
import { unreadDataAnnounced } from './unread-data-announced.ts';
import { unreadDataRead } from './unread-data-read.ts';

/** All stories, one file each; a story and its controls and cures stand together. */
export const stories: readonly Story[] = [
  timeWaitReuse,
  timeWaitReuseBalancer,
  timeWaitReuseAccepted,
  timeWaitReuseNewerTimestamp,
  timeWaitReuseOriginatorCloses,
  timeWaitReuseOtherAddress,
  closedPort,
  closedPortIpv6,
  backendAny,
  closedPortLoopback,
  closedPortBound,
  harmlessRstAfterClose,
  ignoredRst,
  unreadDataAbort,
  anycastShift,
  anycastUnicast,
  anycastEcmp,
  anycastEcmpAddresses,
  anycastSplit,
  anycastFlowHash,
  backlogOverflow,
  backlogOverflowAccepted,
  backlogOverflowAbort,
  backlogOverflowLarger,
  conntrackInvalid,
  conntrackInvalidFlags,
  conntrackInvalidUntracked,
  conntrackInvalidOldDuplicate,
  conntrackInvalidDropped,
  conntrackInvalidLiberal,
  conntrackInvalidLeak,
  conntrackInvalidLeakDropped,
  registryPush,
  registryPushDropped,
  gitCloneCut,
  gitClone,
  gitPushKilled,
  gitPush,
  firewallDropIpv6,
  firewallDropAllowed,
  firewallDropMidstream,
  firewallDropEstablished,
  firewallRejectIcmpIpv6,
  firewallRejectIcmp,
  firewallRejectMidstream,
  firewallRejectEstablished,
  firewallRejectOneSide,
  firewallRejectIcmpMidstream,
  firewallRejectSyn,
  firewallRejectAllowed,
  firewallRejectOnResponder,
  idleTimeoutRst,
  idleTimeoutProbed,
  idleTimeoutSilent,
  idleTimeoutPickedUp,
  idleTimeoutSnat,
  idleTimeoutPush,
  idleTimeoutFin,
  injectedReset,
  injectedResetBurst,
  injectedResetCopiedTtl,
  injectedResetDropped,
  pathMtuBlackHoleIpv6,
  pathMtuBlackHoleDownload,
  pathMtuIcmp,
  pathMtuMssClamp,
  pathMtuProbing,
  pathMtuProbingResponder,
  segmentedAnew,
  keepAliveRace,
  keepAliveRaceKeptApart,
  keepAliveRaceIpv6,
  keepAliveRaceNginx,
  keepAliveRaceNginxUpstream,
  keepAliveRaceHaproxy,
  keepAliveRaceNode,
  lateData,
  lateDataNoticed,
  lingerZero,
  lingerZeroClosed,
  processKilled,
  processStopped,
  halfOpen,
  halfOpenResponderSpeaks,
  halfOpenResponderForgets,
  halfOpenOtherPort,
  restart,
  restartTwoWays,
  restartHandedOver,
  keepaliveDead,
  keepaliveAnswered,
  clientAbort,
  clientAbortPatient,
  unreadData413,
  unreadDataRead,
  unreadDataAnnounced,
  tlsAlert,
  tlsTrusted,
  tlsPlainHttp,
  tlsWhereExpected,
  sshMaxStartups,
  sshMaxStartupsGit,
  sshMaxStartupsRaised,
  socketDestroyed,
  socketDestroyedAlone,
  socketDestroyedTimewait,
  connectionChurn,
  connectionChurnOriginator,
  connectionChurnPortsExhausted,
  connectionsKept,
  conntrackTableFull,
  conntrackTableFullUntracked,
  conntrackTableFullLarger,
  applicationAbort,
  applicationAbortGentle,
  ...[
    lateData,
    clientAbort,
    processKilled,
    halfOpen,
    restart,
    unreadData413,
    unreadDataAbort,
    unreadDataRead,
    sshMaxStartups,
    sshMaxStartupsRaised,
    keepAliveRaceNode,
    keepAliveRaceNginx,
    keepAliveRaceHaproxy,
    keepAliveRaceKeptApart,
    firewallRejectSyn,
    firewallRejectOnResponder,
    idleTimeoutSilent,
    idleTimeoutProbed,
    timeWaitReuse,
    timeWaitReuseBalancer,
    timeWaitReuseAccepted,
    timeWaitReuseNewerTimestamp,
    harmlessRstAfterClose,
    ignoredRst,
    anycastShift,
    anycastEcmp,
    anycastSplit,
    anycastFlowHash,
    backlogOverflow,
    backlogOverflowAbort,
    backlogOverflowLarger,
    conntrackInvalid,
    conntrackInvalidFlags,
    conntrackInvalidUntracked,
    conntrackInvalidDropped,
    conntrackInvalidLeak,
    conntrackInvalidLeakDropped,
    registryPush,
    firewallDropMidstream,
    firewallRejectMidstream,
    idleTimeoutRst,
    idleTimeoutPickedUp,
    idleTimeoutSnat,
    idleTimeoutPush,
    idleTimeoutFin,
    injectedReset,
    injectedResetBurst,
    injectedResetCopiedTtl,
    pathMtuBlackHoleDownload,
    pathMtuIcmp,
    pathMtuMssClamp,
    pathMtuProbing,
    tlsAlert,
    tlsPlainHttp,
    sshMaxStartupsGit,
    socketDestroyedAlone,
    conntrackTableFull,
    firewallRejectOneSide,
    firewallRejectEstablished,
    halfOpenResponderSpeaks,
    gitCloneCut,
    gitPushKilled,
    keepaliveAnswered,
    processStopped,
    restartHandedOver,
    closedPortLoopback,
    closedPortBound,
    halfOpenOtherPort,
    anycastUnicast,
    unreadDataAnnounced,
    injectedResetDropped,
    socketDestroyedTimewait,
    tlsWhereExpected,
    applicationAbortGentle,
    gitClone,
    conntrackTableFullLarger,
    backlogOverflowAccepted,
    timeWaitReuseOtherAddress,
    firewallDropAllowed,
    firewallRejectAllowed,
    firewallDropEstablished,
  ].map(overIpv6),
];
