/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/tls-names.h"

#include "dissect/names.h"

/* RFC 8701: values that clients throw in so that servers get used to unknown ones. */
#define IS_GREASE(number) (((number) &0x0f0f) == 0x0a0a && ((number) >> 8) == ((number) &0xff))

static const PktmonName versions[] = {
  { 0x0002, "SSLv2" },    { 0x0300, "SSLv3" },    { 0x0301, "TLSv1" },
  { 0x0302, "TLSv1.1" },  { 0x0303, "TLSv1.2" },  { 0x0304, "TLSv1.3" },
  { 0xfeff, "DTLSv1.0" }, { 0xfefd, "DTLSv1.2" }, { 0xfefc, "DTLSv1.3" },
};

static const PktmonName handshakes[] = {
  { 0, "Hello Request" },
  { 1, "Client Hello" },
  { 2, "Server Hello" },
  { 3, "Hello Verify Request" },
  { 4, "New Session Ticket" },
  { 5, "End of Early Data" },
  { 6, "Hello Retry Request" },
  { 8, "Encrypted Extensions" },
  { 11, "Certificate" },
  { 12, "Server Key Exchange" },
  { 13, "Certificate Request" },
  { 14, "Server Hello Done" },
  { 15, "Certificate Verify" },
  { 16, "Client Key Exchange" },
  { 20, "Finished" },
  { 21, "Certificate URL" },
  { 22, "Certificate Status" },
  { 23, "Supplemental Data" },
  { 24, "Key Update" },
  { 25, "Compressed Certificate" },
  { 67, "Next Protocol" },
};

static const PktmonName alerts[] = {
  { 0, "Close Notify" },
  { 10, "Unexpected Message" },
  { 20, "Bad Record MAC" },
  { 21, "Decryption Failed" },
  { 22, "Record Overflow" },
  { 30, "Decompression Failure" },
  { 40, "Handshake Failure" },
  { 41, "No Certificate" },
  { 42, "Bad Certificate" },
  { 43, "Unsupported Certificate" },
  { 44, "Certificate Revoked" },
  { 45, "Certificate Expired" },
  { 46, "Certificate Unknown" },
  { 47, "Illegal Parameter" },
  { 48, "Unknown CA" },
  { 49, "Access Denied" },
  { 50, "Decode Error" },
  { 51, "Decrypt Error" },
  { 60, "Export Restriction" },
  { 70, "Protocol Version" },
  { 71, "Insufficient Security" },
  { 80, "Internal Error" },
  { 86, "Inappropriate Fallback" },
  { 90, "User Canceled" },
  { 100, "No Renegotiation" },
  { 109, "Missing Extension" },
  { 110, "Unsupported Extension" },
  { 111, "Certificate Unobtainable" },
  { 112, "Unrecognized Name" },
  { 113, "Bad Certificate Status Response" },
  { 114, "Bad Certificate Hash Value" },
  { 115, "Unknown PSK Identity" },
  { 116, "Certificate Required" },
  { 120, "No Application Protocol" },
};

static const PktmonName cipher_suites[] = {
  { 0x0000, "TLS_NULL_WITH_NULL_NULL" },
  { 0x0004, "TLS_RSA_WITH_RC4_128_MD5" },
  { 0x0005, "TLS_RSA_WITH_RC4_128_SHA" },
  { 0x0009, "TLS_RSA_WITH_DES_CBC_SHA" },
  { 0x000a, "TLS_RSA_WITH_3DES_EDE_CBC_SHA" },
  { 0x0013, "TLS_DHE_DSS_WITH_3DES_EDE_CBC_SHA" },
  { 0x0016, "TLS_DHE_RSA_WITH_3DES_EDE_CBC_SHA" },
  { 0x0018, "TLS_DH_anon_WITH_RC4_128_MD5" },
  { 0x002f, "TLS_RSA_WITH_AES_128_CBC_SHA" },
  { 0x0032, "TLS_DHE_DSS_WITH_AES_128_CBC_SHA" },
  { 0x0033, "TLS_DHE_RSA_WITH_AES_128_CBC_SHA" },
  { 0x0034, "TLS_DH_anon_WITH_AES_128_CBC_SHA" },
  { 0x0035, "TLS_RSA_WITH_AES_256_CBC_SHA" },
  { 0x0038, "TLS_DHE_DSS_WITH_AES_256_CBC_SHA" },
  { 0x0039, "TLS_DHE_RSA_WITH_AES_256_CBC_SHA" },
  { 0x003a, "TLS_DH_anon_WITH_AES_256_CBC_SHA" },
  { 0x003c, "TLS_RSA_WITH_AES_128_CBC_SHA256" },
  { 0x003d, "TLS_RSA_WITH_AES_256_CBC_SHA256" },
  { 0x0041, "TLS_RSA_WITH_CAMELLIA_128_CBC_SHA" },
  { 0x0045, "TLS_DHE_RSA_WITH_CAMELLIA_128_CBC_SHA" },
  { 0x0067, "TLS_DHE_RSA_WITH_AES_128_CBC_SHA256" },
  { 0x006b, "TLS_DHE_RSA_WITH_AES_256_CBC_SHA256" },
  { 0x0084, "TLS_RSA_WITH_CAMELLIA_256_CBC_SHA" },
  { 0x0088, "TLS_DHE_RSA_WITH_CAMELLIA_256_CBC_SHA" },
  { 0x008c, "TLS_PSK_WITH_AES_128_CBC_SHA" },
  { 0x008d, "TLS_PSK_WITH_AES_256_CBC_SHA" },
  { 0x009c, "TLS_RSA_WITH_AES_128_GCM_SHA256" },
  { 0x009d, "TLS_RSA_WITH_AES_256_GCM_SHA384" },
  { 0x009e, "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256" },
  { 0x009f, "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384" },
  { 0x00a8, "TLS_PSK_WITH_AES_128_GCM_SHA256" },
  { 0x00a9, "TLS_PSK_WITH_AES_256_GCM_SHA384" },
  { 0x00ae, "TLS_PSK_WITH_AES_128_CBC_SHA256" },
  { 0x00af, "TLS_PSK_WITH_AES_256_CBC_SHA384" },
  { 0x00ff, "TLS_EMPTY_RENEGOTIATION_INFO_SCSV" },
  { 0x1301, "TLS_AES_128_GCM_SHA256" },
  { 0x1302, "TLS_AES_256_GCM_SHA384" },
  { 0x1303, "TLS_CHACHA20_POLY1305_SHA256" },
  { 0x1304, "TLS_AES_128_CCM_SHA256" },
  { 0x1305, "TLS_AES_128_CCM_8_SHA256" },
  { 0x5600, "TLS_FALLBACK_SCSV" },
  { 0xc002, "TLS_ECDH_ECDSA_WITH_RC4_128_SHA" },
  { 0xc007, "TLS_ECDHE_ECDSA_WITH_RC4_128_SHA" },
  { 0xc008, "TLS_ECDHE_ECDSA_WITH_3DES_EDE_CBC_SHA" },
  { 0xc009, "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA" },
  { 0xc00a, "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA" },
  { 0xc011, "TLS_ECDHE_RSA_WITH_RC4_128_SHA" },
  { 0xc012, "TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA" },
  { 0xc013, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA" },
  { 0xc014, "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA" },
  { 0xc023, "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256" },
  { 0xc024, "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384" },
  { 0xc027, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256" },
  { 0xc028, "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384" },
  { 0xc02b, "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256" },
  { 0xc02c, "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384" },
  { 0xc02f, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256" },
  { 0xc030, "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384" },
  { 0xc09c, "TLS_RSA_WITH_AES_128_CCM" },
  { 0xc09d, "TLS_RSA_WITH_AES_256_CCM" },
  { 0xc09e, "TLS_DHE_RSA_WITH_AES_128_CCM" },
  { 0xc09f, "TLS_DHE_RSA_WITH_AES_256_CCM" },
  { 0xc0a4, "TLS_PSK_WITH_AES_128_CCM" },
  { 0xc0a5, "TLS_PSK_WITH_AES_256_CCM" },
  { 0xc0ac, "TLS_ECDHE_ECDSA_WITH_AES_128_CCM" },
  { 0xc0ad, "TLS_ECDHE_ECDSA_WITH_AES_256_CCM" },
  { 0xc0ae, "TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8" },
  { 0xc0af, "TLS_ECDHE_ECDSA_WITH_AES_256_CCM_8" },
  { 0xcca8, "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256" },
  { 0xcca9, "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256" },
  { 0xccaa, "TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256" },
  { 0xccab, "TLS_PSK_WITH_CHACHA20_POLY1305_SHA256" },
};

static const PktmonName extensions[] = {
  { 0, "server_name" },
  { 1, "max_fragment_length" },
  { 5, "status_request" },
  { 10, "supported_groups" },
  { 11, "ec_point_formats" },
  { 13, "signature_algorithms" },
  { 14, "use_srtp" },
  { 15, "heartbeat" },
  { 16, "application_layer_protocol_negotiation" },
  { 17, "status_request_v2" },
  { 18, "signed_certificate_timestamp" },
  { 21, "padding" },
  { 22, "encrypt_then_mac" },
  { 23, "extended_master_secret" },
  { 27, "compress_certificate" },
  { 28, "record_size_limit" },
  { 34, "delegated_credentials" },
  { 35, "session_ticket" },
  { 41, "pre_shared_key" },
  { 42, "early_data" },
  { 43, "supported_versions" },
  { 44, "cookie" },
  { 45, "psk_key_exchange_modes" },
  { 47, "certificate_authorities" },
  { 48, "oid_filters" },
  { 49, "post_handshake_auth" },
  { 50, "signature_algorithms_cert" },
  { 51, "key_share" },
  { 57, "quic_transport_parameters" },
  { 13172, "next_protocol_negotiation" },
  { 17513, "application_settings" },
  { 17613, "application_settings" },
  { 65037, "encrypted_client_hello" },
  { 65281, "renegotiation_info" },
};

static const PktmonName groups[] = {
  { 19, "secp192r1" },
  { 21, "secp224r1" },
  { 22, "secp256k1" },
  { 23, "secp256r1" },
  { 24, "secp384r1" },
  { 25, "secp521r1" },
  { 26, "brainpoolP256r1" },
  { 27, "brainpoolP384r1" },
  { 28, "brainpoolP512r1" },
  { 29, "x25519" },
  { 30, "x448" },
  { 256, "ffdhe2048" },
  { 257, "ffdhe3072" },
  { 258, "ffdhe4096" },
  { 259, "ffdhe6144" },
  { 260, "ffdhe8192" },
  { 512, "MLKEM512" },
  { 513, "MLKEM768" },
  { 514, "MLKEM1024" },
  { 4587, "SecP256r1MLKEM768" },
  { 4588, "X25519MLKEM768" },
  { 4589, "SecP384r1MLKEM1024" },
  { 25497, "X25519Kyber768Draft00" },
};

static const PktmonName signatures[] = {
  { 0x0201, "rsa_pkcs1_sha1" },
  { 0x0202, "dsa_sha1" },
  { 0x0203, "ecdsa_sha1" },
  { 0x0301, "rsa_pkcs1_sha224" },
  { 0x0303, "ecdsa_sha224" },
  { 0x0401, "rsa_pkcs1_sha256" },
  { 0x0402, "dsa_sha256" },
  { 0x0403, "ecdsa_secp256r1_sha256" },
  { 0x0501, "rsa_pkcs1_sha384" },
  { 0x0502, "dsa_sha384" },
  { 0x0503, "ecdsa_secp384r1_sha384" },
  { 0x0601, "rsa_pkcs1_sha512" },
  { 0x0602, "dsa_sha512" },
  { 0x0603, "ecdsa_secp521r1_sha512" },
  { 0x0804, "rsa_pss_rsae_sha256" },
  { 0x0805, "rsa_pss_rsae_sha384" },
  { 0x0806, "rsa_pss_rsae_sha512" },
  { 0x0807, "ed25519" },
  { 0x0808, "ed448" },
  { 0x0809, "rsa_pss_pss_sha256" },
  { 0x080a, "rsa_pss_pss_sha384" },
  { 0x080b, "rsa_pss_pss_sha512" },
  { 0x0904, "mldsa44" },
  { 0x0905, "mldsa65" },
  { 0x0906, "mldsa87" },
};

static const char *
find_or_grease (const PktmonName *names, gsize count, guint16 number)
{
  return IS_GREASE (number) ? "Reserved (GREASE)" : pktmon_names_find (names, count, number);
}

const char *
pktmon_tls_version_get_name (guint16 version)
{
  return find_or_grease (versions, G_N_ELEMENTS (versions), version);
}

const char *
pktmon_tls_handshake_get_name (guint8 type)
{
  return PKTMON_NAME_OF (handshakes, type);
}

const char *
pktmon_tls_alert_get_name (guint8 description)
{
  return PKTMON_NAME_OF (alerts, description);
}

const char *
pktmon_tls_cipher_suite_get_name (guint16 suite)
{
  return find_or_grease (cipher_suites, G_N_ELEMENTS (cipher_suites), suite);
}

const char *
pktmon_tls_extension_get_name (guint16 type)
{
  return find_or_grease (extensions, G_N_ELEMENTS (extensions), type);
}

const char *
pktmon_tls_group_get_name (guint16 group)
{
  return find_or_grease (groups, G_N_ELEMENTS (groups), group);
}

const char *
pktmon_tls_signature_get_name (guint16 scheme)
{
  return find_or_grease (signatures, G_N_ELEMENTS (signatures), scheme);
}
