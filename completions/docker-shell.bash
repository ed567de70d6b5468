# Generated from the declarations of the commands by python -m shell.spec.generate.
declare -gA _docker_shell_flags=(
  ["attach"]="--detach-keys --no-stdin --sig-proxy --help"
  ["bake"]=" --help"
  ["build"]="--add-host --build-arg --cache-from --cgroup-parent --compress --cpu-period --cpu-quota --cpu-shares --cpuset-cpus --cpuset-mems --disable-content-trust --file --force-rm --iidfile --isolation --label --memory --memory-swap --network --no-cache --platform --pull --quiet --rm --security-opt --shm-size --squash --tag --target --ulimit --help"
  ["builder build"]="--add-host --build-arg --cache-from --cgroup-parent --compress --cpu-period --cpu-quota --cpu-shares --cpuset-cpus --cpuset-mems --disable-content-trust --file --force-rm --iidfile --isolation --label --memory --memory-swap --network --no-cache --platform --pull --quiet --rm --security-opt --shm-size --squash --tag --target --ulimit --help"
  ["builder prune"]="--all --filter --force --keep-storage --help"
  ["commit"]="--author --change --message --pause --help"
  ["config"]=" --help"
  ["container attach"]="--detach-keys --no-stdin --sig-proxy --help"
  ["container commit"]="--author --change --message --pause --help"
  ["container cp"]="--archive --follow-link --quiet --help"
  ["container create"]="--add-host --annotation --attach --blkio-weight --blkio-weight-device --cap-add --cap-drop --cgroup-parent --cgroupns --cidfile --cpu-count --cpu-percent --cpu-period --cpu-quota --cpu-rt-period --cpu-rt-runtime --cpu-shares --cpus --cpuset-cpus --cpuset-mems --device --device-cgroup-rule --device-read-bps --device-read-iops --device-write-bps --device-write-iops --disable-content-trust --dns --dns-option --dns-search --domainname --entrypoint --env --env-file --expose --gpus --group-add --health-cmd --health-interval --health-retries --health-start-interval --health-start-period --health-timeout --hostname --init --interactive --io-maxbandwidth --io-maxiops --ip --ip6 --ipc --isolation --kernel-memory --label --label-file --link --link-local-ip --log-driver --log-opt --mac-address --memory --memory-reservation --memory-swap --memory-swappiness --mount --name --network --network-alias --no-healthcheck --oom-kill-disable --oom-score-adj --pid --pids-limit --platform --privileged --publish --publish-all --pull --quiet --read-only --restart --rm --runtime --security-opt --shm-size --stop-signal --stop-timeout --storage-opt --sysctl --tmpfs --tty --ulimit --use-api-socket --user --userns --uts --volume --volume-driver --volumes-from --workdir --help"
  ["container diff"]=" --help"
  ["container exec"]="--detach --detach-keys --env --env-file --interactive --privileged --tty --user --workdir --help"
  ["container export"]="--output --help"
  ["container kill"]="--signal --help"
  ["container list"]="--all --filter --format --last --latest --no-trunc --quiet --size --help"
  ["container ls"]="--all --filter --format --last --latest --no-trunc --quiet --size --help"
  ["container pause"]=" --help"
  ["container port"]=" --help"
  ["container ps"]="--all --filter --format --last --latest --no-trunc --quiet --size --help"
  ["container remove"]="--force --link --volumes --help"
  ["container rename"]=" --help"
  ["container restart"]="--signal --timeout --help"
  ["container rm"]="--force --link --volumes --help"
  ["container run"]="--add-host --annotation --attach --blkio-weight --blkio-weight-device --cap-add --cap-drop --cgroup-parent --cgroupns --cidfile --cpu-count --cpu-percent --cpu-period --cpu-quota --cpu-rt-period --cpu-rt-runtime --cpu-shares --cpus --cpuset-cpus --cpuset-mems --detach --detach-keys --device --device-cgroup-rule --device-read-bps --device-read-iops --device-write-bps --device-write-iops --disable-content-trust --dns --dns-option --dns-search --domainname --entrypoint --env --env-file --expose --gpus --group-add --health-cmd --health-interval --health-retries --health-start-interval --health-start-period --health-timeout --hostname --init --interactive --io-maxbandwidth --io-maxiops --ip --ip6 --ipc --isolation --kernel-memory --label --label-file --link --link-local-ip --log-driver --log-opt --mac-address --memory --memory-reservation --memory-swap --memory-swappiness --mount --name --network --network-alias --no-healthcheck --oom-kill-disable --oom-score-adj --pid --pids-limit --platform --privileged --publish --publish-all --pull --quiet --read-only --restart --rm --runtime --security-opt --shm-size --sig-proxy --stop-signal --stop-timeout --storage-opt --sysctl --tmpfs --tty --ulimit --use-api-socket --user --userns --uts --volume --volume-driver --volumes-from --workdir --help"
  ["container start"]="--attach --checkpoint --checkpoint-dir --detach-keys --interactive --help"
  ["container stop"]="--signal --timeout --help"
  ["container top"]=" --help"
  ["container unpause"]=" --help"
  ["container wait"]=" --help"
  ["context create"]="--description --docker --from --help"
  ["context export"]=" --help"
  ["context import"]=" --help"
  ["context remove"]="--force --help"
  ["context rm"]="--force --help"
  ["context show"]=" --help"
  ["context update"]="--description --docker --help"
  ["context use"]=" --help"
  ["cp"]="--archive --follow-link --quiet --help"
  ["create"]="--add-host --annotation --attach --blkio-weight --blkio-weight-device --cap-add --cap-drop --cgroup-parent --cgroupns --cidfile --cpu-count --cpu-percent --cpu-period --cpu-quota --cpu-rt-period --cpu-rt-runtime --cpu-shares --cpus --cpuset-cpus --cpuset-mems --device --device-cgroup-rule --device-read-bps --device-read-iops --device-write-bps --device-write-iops --disable-content-trust --dns --dns-option --dns-search --domainname --entrypoint --env --env-file --expose --gpus --group-add --health-cmd --health-interval --health-retries --health-start-interval --health-start-period --health-timeout --hostname --init --interactive --io-maxbandwidth --io-maxiops --ip --ip6 --ipc --isolation --kernel-memory --label --label-file --link --link-local-ip --log-driver --log-opt --mac-address --memory --memory-reservation --memory-swap --memory-swappiness --mount --name --network --network-alias --no-healthcheck --oom-kill-disable --oom-score-adj --pid --pids-limit --platform --privileged --publish --publish-all --pull --quiet --read-only --restart --rm --runtime --security-opt --shm-size --stop-signal --stop-timeout --storage-opt --sysctl --tmpfs --tty --ulimit --use-api-socket --user --userns --uts --volume --volume-driver --volumes-from --workdir --help"
  ["diff"]=" --help"
  ["echo"]=" --help"
  ["exec"]="--detach --detach-keys --env --env-file --interactive --privileged --tty --user --workdir --help"
  ["exit"]=" --help"
  ["export"]="--output --help"
  ["false"]=" --help"
  ["fg"]=" --help"
  ["history"]="--format --human --no-trunc --platform --quiet --help"
  ["image build"]="--add-host --build-arg --cache-from --cgroup-parent --compress --cpu-period --cpu-quota --cpu-shares --cpuset-cpus --cpuset-mems --disable-content-trust --file --force-rm --iidfile --isolation --label --memory --memory-swap --network --no-cache --platform --pull --quiet --rm --security-opt --shm-size --squash --tag --target --ulimit --help"
  ["image history"]="--format --human --no-trunc --platform --quiet --help"
  ["image import"]="--change --message --platform --help"
  ["image list"]="--all --digests --filter --format --no-trunc --quiet --tree --help"
  ["image load"]="--input --platform --quiet --help"
  ["image ls"]="--all --digests --filter --format --no-trunc --quiet --tree --help"
  ["image pull"]="--all-tags --disable-content-trust --platform --quiet --help"
  ["image push"]="--all-tags --disable-content-trust --platform --quiet --help"
  ["image remove"]="--force --no-prune --platform --help"
  ["image rm"]="--force --no-prune --platform --help"
  ["image save"]="--output --platform --help"
  ["image tag"]=" --help"
  ["images"]="--all --digests --filter --format --no-trunc --quiet --tree --help"
  ["import"]="--change --message --platform --help"
  ["jobs"]=" --help"
  ["kill"]="--signal --help"
  ["load"]="--input --platform --quiet --help"
  ["login"]="--password --password-stdin --username --help"
  ["logout"]=" --help"
  ["manifest"]=" --help"
  ["network list"]="--filter --format --no-trunc --quiet --help"
  ["network ls"]="--filter --format --no-trunc --quiet --help"
  ["node"]=" --help"
  ["pause"]=" --help"
  ["plugin"]=" --help"
  ["port"]=" --help"
  ["ps"]="--all --filter --format --last --latest --no-trunc --quiet --size --help"
  ["pull"]="--all-tags --disable-content-trust --platform --quiet --help"
  ["push"]="--all-tags --disable-content-trust --platform --quiet --help"
  ["quit"]=" --help"
  ["rename"]=" --help"
  ["restart"]="--signal --timeout --help"
  ["rm"]="--force --link --volumes --help"
  ["rmi"]="--force --no-prune --platform --help"
  ["run"]="--add-host --annotation --attach --blkio-weight --blkio-weight-device --cap-add --cap-drop --cgroup-parent --cgroupns --cidfile --cpu-count --cpu-percent --cpu-period --cpu-quota --cpu-rt-period --cpu-rt-runtime --cpu-shares --cpus --cpuset-cpus --cpuset-mems --detach --detach-keys --device --device-cgroup-rule --device-read-bps --device-read-iops --device-write-bps --device-write-iops --disable-content-trust --dns --dns-option --dns-search --domainname --entrypoint --env --env-file --expose --gpus --group-add --health-cmd --health-interval --health-retries --health-start-interval --health-start-period --health-timeout --hostname --init --interactive --io-maxbandwidth --io-maxiops --ip --ip6 --ipc --isolation --kernel-memory --label --label-file --link --link-local-ip --log-driver --log-opt --mac-address --memory --memory-reservation --memory-swap --memory-swappiness --mount --name --network --network-alias --no-healthcheck --oom-kill-disable --oom-score-adj --pid --pids-limit --platform --privileged --publish --publish-all --pull --quiet --read-only --restart --rm --runtime --security-opt --shm-size --sig-proxy --stop-signal --stop-timeout --storage-opt --sysctl --tmpfs --tty --ulimit --use-api-socket --user --userns --uts --volume --volume-driver --volumes-from --workdir --help"
  ["save"]="--output --platform --help"
  ["secret"]=" --help"
  ["service"]=" --help"
  ["set"]="--unset --help"
  ["source"]=" --help"
  ["stack"]=" --help"
  ["start"]="--attach --checkpoint --checkpoint-dir --detach-keys --interactive --help"
  ["stop"]="--signal --timeout --help"
  ["swarm"]=" --help"
  ["system dial-stdio"]=" --help"
  ["tag"]=" --help"
  ["top"]=" --help"
  ["true"]=" --help"
  ["trust"]=" --help"
  ["unpause"]=" --help"
  ["volume list"]="--cluster --filter --format --quiet --help"
  ["volume ls"]="--cluster --filter --format --quiet --help"
  ["wait"]=" --help"
)
_docker_shell() {
  local cur=${COMP_WORDS[COMP_CWORD]} words=() word path="" key line
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    [[ -n $word ]] && words+=("$word")
  done
  for word in "${words[@]}"; do
    [[ $word == -* ]] && continue
    key="${path:+$path }$word"
    if [[ -n ${_docker_shell_flags[$key]+x} ]] || compgen -W "$(_docker_shell_groups)" -- "$key" >/dev/null; then
      path=$key
    else
      break
    fi
  done
  if [[ $cur == -* && -n ${_docker_shell_flags[$path]+x} ]]; then
    mapfile -t COMPREPLY < <(compgen -W "${_docker_shell_flags[$path]}" -- "$cur")
    return
  fi
  mapfile -t COMPREPLY < <(docker-shell __complete "${words[@]}" "$cur" 2>/dev/null | cut -f1)
  [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[=/:] ]] && compopt -o nospace
  [[ ${#COMPREPLY[@]} -eq 0 ]] && compopt -o default
}

_docker_shell_groups() {
  local key
  for key in "${!_docker_shell_flags[@]}"; do
    [[ $key == *" "* ]] && printf '%s\n' "${key%% *}"
  done
}

complete -F _docker_shell docker-shell
