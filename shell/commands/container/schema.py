"""A container's structs as docker's templates see them (API 1.51), and those that images share with it.

Names, order and types are those that docker's client prints with ``%#v`` and ``json``.
"""

from __future__ import annotations

COMMON = """
v1.Descriptor
  MediaType:mediaType string
  Digest:digest ~digest.Digest
  Size:size int64
  URLs:urls []string?
  Annotations:annotations {string}?
  Data:data []uint8?
  Platform:platform *v1.Platform?
  ArtifactType:artifactType string?
v1.Platform
  Architecture:architecture string
  OS:os string
  OSVersion:os.version string?
  OSFeatures:os.features []string?
  Variant:variant string?
v1.HealthcheckConfig
  Test []string?
  Interval duration?
  Timeout duration?
  StartPeriod duration?
  StartInterval duration?
  Retries int?
struct {}
container.Config
  Hostname string
  Domainname string
  User string
  AttachStdin bool
  AttachStdout bool
  AttachStderr bool
  ExposedPorts {port:struct {}}?
  Tty bool
  OpenStdin bool
  StdinOnce bool
  Env []string
  Cmd []string
  Healthcheck *v1.HealthcheckConfig?
  ArgsEscaped bool?
  Image string
  Volumes {struct {}}
  WorkingDir string
  Entrypoint []string
  NetworkDisabled bool?
  MacAddress string?
  OnBuild []string
  Labels {string}
  StopSignal string?
  StopTimeout *int?
  Shell []string?
storage.DriverData
  Data {string}
  Name string
"""

CONTAINER = (
    COMMON
    + """
container.InspectResponse
  + *container.ContainerJSONBase
  Mounts []container.MountPoint
  Config *container.Config
  NetworkSettings *container.NetworkSettings
  ImageManifestDescriptor *v1.Descriptor?
container.ContainerJSONBase
  ID:Id string
  Created string
  Path string
  Args []string
  State *container.State
  Image string
  ResolvConfPath string
  HostnamePath string
  HostsPath string
  LogPath string
  Name string
  RestartCount int
  Driver string
  Platform string
  MountLabel string
  ProcessLabel string
  AppArmorProfile string
  ExecIDs []string
  HostConfig *container.HostConfig
  GraphDriver storage.DriverData
  SizeRw *int64?
  SizeRootFs *int64?
container.State
  Status ~string
  Running bool
  Paused bool
  Restarting bool
  OOMKilled bool
  Dead bool
  Pid int
  ExitCode int
  Error string
  StartedAt string
  FinishedAt string
  Health *container.Health?
container.Health
  Status ~string
  FailingStreak int
  Log []*container.HealthcheckResult
container.HealthcheckResult
  Start time
  End time
  ExitCode int
  Output string
container.MountPoint
  Type ~mount.Type?
  Name string?
  Source string
  Destination string
  Driver string?
  Mode string
  RW bool
  Propagation ~mount.Propagation
container.HostConfig
  Binds []string
  ContainerIDFile string
  LogConfig container.LogConfig
  NetworkMode ~container.NetworkMode
  PortBindings {port:[]nat.PortBinding}
  RestartPolicy container.RestartPolicy
  AutoRemove bool
  VolumeDriver string
  VolumesFrom []string
  ConsoleSize [2]uint
  Annotations {string}?
  CapAdd []string
  CapDrop []string
  CgroupnsMode ~container.CgroupnsMode
  DNS:Dns []string
  DNSOptions:DnsOptions []string
  DNSSearch:DnsSearch []string
  ExtraHosts []string
  GroupAdd []string
  IpcMode ~container.IpcMode
  Cgroup ~container.CgroupSpec
  Links []string
  OomScoreAdj int
  PidMode ~container.PidMode
  Privileged bool
  PublishAllPorts bool
  ReadonlyRootfs bool
  SecurityOpt []string
  StorageOpt {string}?
  Tmpfs {string}?
  UTSMode ~container.UTSMode
  UsernsMode ~container.UsernsMode
  ShmSize int64
  Sysctls {string}?
  Runtime string?
  Isolation ~container.Isolation
  + container.Resources
  Mounts []mount.Mount?
  MaskedPaths []string
  ReadonlyPaths []string
  Init *bool?
container.LogConfig
  Type string
  Config {string}
container.RestartPolicy
  Name ~container.RestartPolicyMode
  MaximumRetryCount int
nat.PortBinding
  HostIP:HostIp string
  HostPort string
container.Resources
  CPUShares:CpuShares int64
  Memory int64
  NanoCPUs:NanoCpus int64
  CgroupParent string
  BlkioWeight uint16
  BlkioWeightDevice []*blkiodev.WeightDevice
  BlkioDeviceReadBps []*blkiodev.ThrottleDevice
  BlkioDeviceWriteBps []*blkiodev.ThrottleDevice
  BlkioDeviceReadIOps []*blkiodev.ThrottleDevice
  BlkioDeviceWriteIOps []*blkiodev.ThrottleDevice
  CPUPeriod:CpuPeriod int64
  CPUQuota:CpuQuota int64
  CPURealtimePeriod:CpuRealtimePeriod int64
  CPURealtimeRuntime:CpuRealtimeRuntime int64
  CpusetCpus string
  CpusetMems string
  Devices []container.DeviceMapping
  DeviceCgroupRules []string
  DeviceRequests []container.DeviceRequest
  KernelMemory int64?
  KernelMemoryTCP int64?
  MemoryReservation int64
  MemorySwap int64
  MemorySwappiness *int64
  OomKillDisable *bool
  PidsLimit *int64
  Ulimits []*units.Ulimit
  CPUCount:CpuCount int64
  CPUPercent:CpuPercent int64
  IOMaximumIOps uint64
  IOMaximumBandwidth uint64
blkiodev.WeightDevice
  Path string
  Weight uint16
blkiodev.ThrottleDevice
  Path string
  Rate uint64
container.DeviceMapping
  PathOnHost string
  PathInContainer string
  CgroupPermissions string
container.DeviceRequest
  Driver string
  Count int
  DeviceIDs []string
  Capabilities [][]string
  Options {string}
units.Ulimit
  Name string
  Hard int64
  Soft int64
mount.Mount
  Type ~mount.Type?
  Source string?
  Target string?
  ReadOnly bool?
  Consistency ~mount.Consistency?
  BindOptions *mount.BindOptions?
  VolumeOptions *mount.VolumeOptions?
  ImageOptions *mount.ImageOptions?
  TmpfsOptions *mount.TmpfsOptions?
  ClusterOptions *mount.ClusterOptions?
mount.BindOptions
  Propagation ~mount.Propagation?
  NonRecursive bool?
  CreateMountpoint bool?
  ReadOnlyNonRecursive bool?
  ReadOnlyForceRecursive bool?
mount.VolumeOptions
  NoCopy bool?
  Labels {string}?
  Subpath string?
  DriverConfig *mount.Driver?
mount.Driver
  Name string?
  Options {string}?
mount.ImageOptions
  Subpath string?
mount.TmpfsOptions
  SizeBytes int64?
  Mode uint32?
  Options [][]string?
mount.ClusterOptions
container.NetworkSettings
  + container.NetworkSettingsBase
  + container.DefaultNetworkSettings
  Networks {*network.EndpointSettings}
container.NetworkSettingsBase
  Bridge string
  SandboxID string
  SandboxKey string
  Ports {port:[]nat.PortBinding}
  HairpinMode bool
  LinkLocalIPv6Address string
  LinkLocalIPv6PrefixLen int
  SecondaryIPAddresses []network.Address
  SecondaryIPv6Addresses []network.Address
network.Address
  Addr string
  PrefixLen int
container.DefaultNetworkSettings
  EndpointID string
  Gateway string
  GlobalIPv6Address string
  GlobalIPv6PrefixLen int
  IPAddress string
  IPPrefixLen int
  IPv6Gateway string
  MacAddress string
network.EndpointSettings
  IPAMConfig *network.EndpointIPAMConfig
  Links []string
  Aliases []string
  MacAddress string
  DriverOpts {string}
  GwPriority int
  NetworkID string
  EndpointID string
  Gateway string
  IPAddress string
  IPPrefixLen int
  IPv6Gateway string
  GlobalIPv6Address string
  GlobalIPv6PrefixLen int
  DNSNames []string
network.EndpointIPAMConfig
  IPv4Address string?
  IPv6Address string?
  LinkLocalIPs []string?
"""
)
