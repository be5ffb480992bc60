# bash completion for pktmon(1)

_pktmon_reply() {
  mapfile -t COMPREPLY < <(compgen "$@" -- "${COMP_WORDS[COMP_CWORD]}")
}

# Names of presets, which may hold anything; no word of them is expanded.
_pktmon_presets() {
  local name

  while IFS= read -r name; do
    name=$(printf %q "$name")
    [[ $name != "${COMP_WORDS[COMP_CWORD]}"* ]] || COMPREPLY+=("$name")
  done < <(pktmon preset list --json 2>/dev/null | sed -n 's/^ *"name": "\([^\\]*\)",$/\1/p')
}

_pktmon() {
  local verbs='counters decode export filter help info list preset read start version'
  local link_types='EN10MB IEEE802_11 IEEE802_11_RADIO IPV4 IPV6 LINUX_SLL LINUX_SLL2 LOOP NULL PPP
    RAW'
  local fields='ip= ip2= port= port2= proto= flags= vlan= mac= mac2= ethertype= dscp= encap= vxlan-port=
    heartbeat bpf= exclude disabled name='
  local verb=${COMP_WORDS[1]} options=

  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    _pktmon_reply -W "$verbs --help --version"
    return
  fi
  case $verb in
    counters) options='--source --constraint --live --drop-reason --json' ;;
    decode) options='--link-type --json' ;;
    export) options='--format --compress --filter --constraint --packets --source --drops --truncate
      --strip-comments --split-size --split-count' ;;
    filter) ;;
    info) options='--json' ;;
    list) options='--all --unsaved --json' ;;
    preset) options='--source --constraint --snaplen --filter --columns --description --replace --json' ;;
    read) options='--filter --number --text --json --csv --count' ;;
    start) options='--source --constraint --exclude-remote-session --preset --write --file-size --file-packets --file-duration --files
      --total-size --keep --keep-time --duration --packets --size --until --after --snaplen --buffer --no-promiscuous --counters-only --type --text --json' ;;
  esac
  case ${COMP_WORDS[COMP_CWORD - 1]} in
    --filter | -f | --packets | -p | --truncate | -t | --number | -n) return ;;
    --constraint | -c | --until | --after | --duration | --size | --snaplen | --buffer) return ;;
    --file-size | --file-packets | --file-duration | --files | --total-size | --keep | --keep-time) return ;;
    --columns | --description | -d | --split-size | --split-count) return ;;
    --format | -F)
      _pktmon_reply -W 'pcapng pcap csv json text c'
      return
      ;;
    --compress | -z)
      _pktmon_reply -W 'gzip zstd lz4 none'
      return
      ;;
    --preset)
      _pktmon_presets
      return
      ;;
    --type)
      _pktmon_reply -W "all flow drop"
      return
      ;;
    --source | -s)
      _pktmon_reply -W "$(pktmon list --all --json 2>/dev/null | sed -n 's/^ *"id": "\(.*\)",$/\1/p')"
      return
      ;;
    --write | -w)
      compopt -o filenames 2>/dev/null
      _pktmon_reply -f
      return
      ;;
    --link-type | -l)
      _pktmon_reply -W "$link_types"
      return
      ;;
  esac
  case $verb:${COMP_WORDS[COMP_CWORD]} in
    *:-*) _pktmon_reply -W "$options --help" ;;
    filter:*)
      if ((COMP_CWORD == 2)); then
        _pktmon_reply -W check
      else
        compopt -o nospace 2>/dev/null
        _pktmon_reply -W "$fields"
      fi
      ;;
    help:*) _pktmon_reply -W "$verbs" ;;
    preset:*)
      case $COMP_CWORD:${COMP_WORDS[2]} in
        2:*) _pktmon_reply -W 'list show save rename copy delete import export' ;;
        *:import | 4:export)
          compopt -o filenames 2>/dev/null
          _pktmon_reply -f
          ;;
        *:show | *:save | *:rename | *:copy | *:delete | *:export) _pktmon_presets ;;
      esac
      ;;
    export:* | info:* | read:*)
      compopt -o filenames 2>/dev/null
      _pktmon_reply -f
      ;;
  esac
}

complete -F _pktmon pktmon
