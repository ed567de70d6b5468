# Generated from the declarations of the commands by python -m shell.spec.generate.
function __docker_shell_is
    set -l given (commandline -opc)[2..]
    set -l plain
    for word in $given
        string match -q -- '-*' $word; or set plain $plain $word
    end
    test (count $plain) -ge (count $argv); or return 1
    test "$plain[1..(count $argv)]" = "$argv"
end

function __docker_shell_words
    set -l given (commandline -opc)[2..]
    docker-shell __complete $given (commandline -ct) 2>/dev/null
end

complete -c docker-shell -f -a '(__docker_shell_words)'

complete -c docker-shell -n '__docker_shell_is container kill' -l signal -s s -r -d 'Signal that is sent'
complete -c docker-shell -n '__docker_shell_is container remove' -l force -s f -d 'Kill those that run'
complete -c docker-shell -n '__docker_shell_is container remove' -l link -s l -d 'Remove the link of that name, not the container'
complete -c docker-shell -n '__docker_shell_is container remove' -l volumes -s v -d 'Remove their anonymous volumes too'
complete -c docker-shell -n '__docker_shell_is container restart' -l signal -s s -r -d 'Signal that is sent instead of the container\'s own'
complete -c docker-shell -n '__docker_shell_is container restart' -l timeout -s t -r -d 'Seconds before the container is killed'
complete -c docker-shell -n '__docker_shell_is container rm' -l force -s f -d 'Kill those that run'
complete -c docker-shell -n '__docker_shell_is container rm' -l link -s l -d 'Remove the link of that name, not the container'
complete -c docker-shell -n '__docker_shell_is container rm' -l volumes -s v -d 'Remove their anonymous volumes too'
complete -c docker-shell -n '__docker_shell_is container stop' -l signal -s s -r -d 'Signal that is sent instead of the container\'s own'
complete -c docker-shell -n '__docker_shell_is container stop' -l timeout -s t -r -d 'Seconds before the container is killed'
complete -c docker-shell -n '__docker_shell_is image pull' -l all-tags -s a -d 'Every tag of the repository'
complete -c docker-shell -n '__docker_shell_is image pull' -l disable-content-trust -d 'Skip the check of signatures'
complete -c docker-shell -n '__docker_shell_is image pull' -l platform -r -d 'Which platform\'s image, where there are several'
complete -c docker-shell -n '__docker_shell_is image pull' -l quiet -s q -d 'Print only the name in the end'
complete -c docker-shell -n '__docker_shell_is image push' -l all-tags -s a -d 'Every tag of the repository'
complete -c docker-shell -n '__docker_shell_is image push' -l disable-content-trust -d 'Skip the check of signatures'
complete -c docker-shell -n '__docker_shell_is image push' -l platform -r -d 'Only this platform\'s image'
complete -c docker-shell -n '__docker_shell_is image push' -l quiet -s q -d 'Print only the name in the end'
complete -c docker-shell -n '__docker_shell_is image remove' -l force -s f -d 'Also those that stopped containers use, and all names of an ID'
complete -c docker-shell -n '__docker_shell_is image remove' -l no-prune -d 'Keep parents that have no name'
complete -c docker-shell -n '__docker_shell_is image remove' -l platform -r -d 'Only what was built for these platforms'
complete -c docker-shell -n '__docker_shell_is image rm' -l force -s f -d 'Also those that stopped containers use, and all names of an ID'
complete -c docker-shell -n '__docker_shell_is image rm' -l no-prune -d 'Keep parents that have no name'
complete -c docker-shell -n '__docker_shell_is image rm' -l platform -r -d 'Only what was built for these platforms'
complete -c docker-shell -n '__docker_shell_is kill' -l signal -s s -r -d 'Signal that is sent'
complete -c docker-shell -n '__docker_shell_is pull' -l all-tags -s a -d 'Every tag of the repository'
complete -c docker-shell -n '__docker_shell_is pull' -l disable-content-trust -d 'Skip the check of signatures'
complete -c docker-shell -n '__docker_shell_is pull' -l platform -r -d 'Which platform\'s image, where there are several'
complete -c docker-shell -n '__docker_shell_is pull' -l quiet -s q -d 'Print only the name in the end'
complete -c docker-shell -n '__docker_shell_is push' -l all-tags -s a -d 'Every tag of the repository'
complete -c docker-shell -n '__docker_shell_is push' -l disable-content-trust -d 'Skip the check of signatures'
complete -c docker-shell -n '__docker_shell_is push' -l platform -r -d 'Only this platform\'s image'
complete -c docker-shell -n '__docker_shell_is push' -l quiet -s q -d 'Print only the name in the end'
complete -c docker-shell -n '__docker_shell_is restart' -l signal -s s -r -d 'Signal that is sent instead of the container\'s own'
complete -c docker-shell -n '__docker_shell_is restart' -l timeout -s t -r -d 'Seconds before the container is killed'
complete -c docker-shell -n '__docker_shell_is rm' -l force -s f -d 'Kill those that run'
complete -c docker-shell -n '__docker_shell_is rm' -l link -s l -d 'Remove the link of that name, not the container'
complete -c docker-shell -n '__docker_shell_is rm' -l volumes -s v -d 'Remove their anonymous volumes too'
complete -c docker-shell -n '__docker_shell_is rmi' -l force -s f -d 'Also those that stopped containers use, and all names of an ID'
complete -c docker-shell -n '__docker_shell_is rmi' -l no-prune -d 'Keep parents that have no name'
complete -c docker-shell -n '__docker_shell_is rmi' -l platform -r -d 'Only what was built for these platforms'
complete -c docker-shell -n '__docker_shell_is stop' -l signal -s s -r -d 'Signal that is sent instead of the container\'s own'
complete -c docker-shell -n '__docker_shell_is stop' -l timeout -s t -r -d 'Seconds before the container is killed'
