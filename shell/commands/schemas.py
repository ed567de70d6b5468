"""The structs of the Engine API's objects as docker's templates see them (API 1.51), for `inspect --format`."""

from __future__ import annotations

from .container.schema import COMMON, CONTAINER

IMAGE = (
    COMMON
    + """
image.InspectResponse
  ID:Id string
  RepoTags []string
  RepoDigests []string
  Parent string
  Comment string
  Created string?
  Container string?
  ContainerConfig *container.Config?
  DockerVersion string
  Author string
  Config *v1.DockerOCIImageConfig
  Architecture string
  Variant string?
  Os string
  OsVersion string?
  Size int64
  VirtualSize int64?
  GraphDriver storage.DriverData
  RootFS image.RootFS
  Metadata image.Metadata
  Descriptor *v1.Descriptor?
  Manifests []image.ManifestSummary?
v1.DockerOCIImageConfig
  + v1.ImageConfig
  + v1.DockerOCIImageConfigExt
v1.ImageConfig
  User string?
  ExposedPorts {struct {}}?
  Env []string?
  Entrypoint []string?
  Cmd []string?
  Volumes {struct {}}?
  WorkingDir string?
  Labels {string}?
  StopSignal string?
  ArgsEscaped bool?
v1.DockerOCIImageConfigExt
  Healthcheck *v1.HealthcheckConfig?
  OnBuild []string?
  Shell []string?
image.RootFS
  Type string?
  Layers []string?
image.Metadata
  LastTagTime time?
image.ManifestSummary
  ID string
  Descriptor v1.Descriptor
  Available bool
  Size image.ManifestSize
  Kind ~image.ManifestKind
  ImageData *image.ImageProperties?
  AttestationData *image.AttestationProperties?
image.ManifestSize
  Content int64
  Total int64
image.ImageProperties
  Platform v1.Platform
  Size image.ImageSize
  Containers []string
image.ImageSize
  Unpacked int64
image.AttestationProperties
  For ~digest.Digest
"""
)

NETWORK = """
network.Inspect
  Name string
  ID:Id string
  Created time
  Scope string
  Driver string
  EnableIPv4 bool
  EnableIPv6 bool
  IPAM network.IPAM
  Internal bool
  Attachable bool
  Ingress bool
  ConfigFrom network.ConfigReference
  ConfigOnly bool
  Containers {network.EndpointResource}
  Options {string}
  Labels {string}
  Peers []network.PeerInfo?
  Services {network.ServiceInfo}?
network.IPAM
  Driver string
  Options {string}
  Config []network.IPAMConfig
network.IPAMConfig
  Subnet string?
  IPRange string?
  Gateway string?
  AuxAddress:AuxiliaryAddresses {string}?
network.ConfigReference
  Network string
network.EndpointResource
  Name string
  EndpointID string
  MacAddress string
  IPv4Address string
  IPv6Address string
network.PeerInfo
  Name string
  IP string
network.ServiceInfo
  VIP string
  Ports []string
  LocalLBIndex int
  Tasks []network.Task
network.Task
  Name string
  EndpointID string
  EndpointIP string
  Info {string}
"""

VOLUME = """
volume.Volume
  ClusterVolume *volume.ClusterVolume?
  CreatedAt string?
  Driver string
  Labels {string}
  Mountpoint string
  Name string
  Options {string}
  Scope string
  Status {any}?
  UsageData *volume.UsageData?
volume.UsageData
  RefCount int64
  Size int64
volume.ClusterVolume
  ID string
  + swarm.Meta
  Spec volume.ClusterVolumeSpec
  PublishStatus []any?
  Info any?
swarm.Meta
  Version swarm.Version
  CreatedAt time?
  UpdatedAt time?
swarm.Version
  Index uint64?
volume.ClusterVolumeSpec
  Group string?
  AccessMode any?
  AccessibilityRequirements any?
  CapacityRange any?
  Secrets []any?
  Availability ~volume.Availability?
"""

# What each kind of object is, for `inspect`.
KINDS = {
    "container": (CONTAINER, "container.InspectResponse"),
    "image": (IMAGE, "image.InspectResponse"),
    "network": (NETWORK, "network.Inspect"),
    "volume": (VOLUME, "volume.Volume"),
}
