"""The structs behind `version --format` and `info --format`, in docker's order (API 1.51)."""

from __future__ import annotations

_CLIENT = """
system.platformInfo
  Name string?
system.clientVersion
  Platform *system.platformInfo?
  Version string?
  APIVersion:ApiVersion string?
  DefaultAPIVersion string?
  GitCommit string?
  GoVersion string?
  Os string?
  Arch string?
  BuildTime string?
  Context string
"""

VERSION = (
    _CLIENT
    + """
system.versionInfo
  Client system.clientVersion
  Server *types.Version
types.Version
  Platform types.Platform
  Components []types.ComponentVersion?
  Version string
  APIVersion:ApiVersion string
  MinAPIVersion string?
  GitCommit string
  GoVersion string
  Os string
  Arch string
  KernelVersion string?
  Experimental bool?
  BuildTime string?
types.Platform
  Name string
types.ComponentVersion
  Name string
  Version string
  Details {string}?
"""
)

INFO = (
    _CLIENT
    + """
system.sparseInfo
  ClientInfo *system.clientInfo?
  ClientErrors []string?
system.dockerInfo
  + *system.Info
  ServerErrors []string?
  UserName:- string
  ClientInfo *system.clientInfo?
  ClientErrors []string?
system.clientInfo
  Debug bool
  + system.clientVersion
  Plugins []manager.Plugin
  Warnings []string
manager.Plugin
  + metadata.Metadata
  Name string?
  Path string?
  Err *manager.pluginError?
  ShadowedPaths []string?
metadata.Metadata
  SchemaVersion string?
  Vendor string?
  Version string?
  ShortDescription string?
  URL string?
  Hidden bool?
system.Info
  ID string
  Containers int
  ContainersRunning int
  ContainersPaused int
  ContainersStopped int
  Images int
  Driver string
  DriverStatus [][2]string
  SystemStatus [][2]string?
  Plugins system.PluginsInfo
  MemoryLimit bool
  SwapLimit bool
  KernelMemory bool?
  KernelMemoryTCP bool?
  CPUCfsPeriod:CpuCfsPeriod bool
  CPUCfsQuota:CpuCfsQuota bool
  CPUShares bool
  CPUSet bool
  PidsLimit bool
  IPv4Forwarding bool
  Debug bool
  NFd int
  OomKillDisable bool
  NGoroutines int
  SystemTime string
  LoggingDriver string
  CgroupDriver string
  CgroupVersion string?
  NEventsListener int
  KernelVersion string
  OperatingSystem string
  OSVersion string
  OSType string
  Architecture string
  IndexServerAddress string
  RegistryConfig *registry.ServiceConfig
  NCPU int
  MemTotal int64
  GenericResources []raw
  DockerRootDir string
  HTTPProxy:HttpProxy string
  HTTPSProxy:HttpsProxy string
  NoProxy string
  Name string
  Labels []string
  ExperimentalBuild bool
  ServerVersion string
  Runtimes {system.RuntimeWithStatus}
  DefaultRuntime string
  Swarm swarm.Info
  LiveRestoreEnabled bool
  Isolation ~container.Isolation
  InitBinary string
  ContainerdCommit system.Commit
  RuncCommit system.Commit
  InitCommit system.Commit
  SecurityOptions []string
  ProductLicense string?
  DefaultAddressPools []system.NetworkAddressPool?
  FirewallBackend *system.FirewallInfo?
  CDISpecDirs []string
  DiscoveredDevices []system.DeviceInfo?
  Containerd *system.ContainerdInfo?
  Warnings []string
system.PluginsInfo
  Volume []string
  Network []string
  Authorization []string
  Log []string
registry.ServiceConfig
  IndexConfigs {registry.IndexInfo}
  InsecureRegistryCIDRs []string
  Mirrors []string
registry.IndexInfo
  Mirrors []string
  Name string
  Official bool
  Secure bool
system.RuntimeWithStatus
  + system.Runtime
  Status:status {string}?
system.Runtime
  Path:path string?
  Args:runtimeArgs []string?
  Type:runtimeType string?
  Options:options {any}?
swarm.Info
  NodeID string
  NodeAddr string
  LocalNodeState ~swarm.LocalNodeState
  ControlAvailable bool
  Error string
  RemoteManagers []swarm.Peer
  Nodes int?
  Managers int?
  Cluster raw?
  Warnings []string?
swarm.Peer
  NodeID string
  Addr string
system.Commit
  ID string
  Expected string?
system.NetworkAddressPool
  Base string
  Size int
system.FirewallInfo
  Driver string
  Info [][2]string?
system.DeviceInfo
  Source string
  ID string
system.ContainerdInfo
  Address string?
  Namespaces system.ContainerdNamespaces
system.ContainerdNamespaces
  Containers string
  Plugins string
"""
)
