#ifndef COPENSSL_SHIM_H
#define COPENSSL_SHIM_H

#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/store.h>
#include <openssl/ui.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

// Swift's importer sees functions and plain constants only. Everything here gives a
// function-like macro, a cast or a variadic call of OpenSSL a function's shape; no logic.

static inline int cossl_SSL_set_tlsext_host_name(SSL *s, const char *name) {
    return (int)SSL_set_tlsext_host_name(s, name);
}
static inline int cossl_SSL_CTX_set_min_proto_version(SSL_CTX *c, int version) {
    return (int)SSL_CTX_set_min_proto_version(c, version);
}
static inline int cossl_SSL_CTX_set_max_proto_version(SSL_CTX *c, int version) {
    return (int)SSL_CTX_set_max_proto_version(c, version);
}
static inline long cossl_SSL_CTX_set_mode(SSL_CTX *c, long mode) {
    return SSL_CTX_set_mode(c, mode);
}
static inline long cossl_SSL_CTX_set_session_cache_mode(SSL_CTX *c, long mode) {
    return SSL_CTX_set_session_cache_mode(c, mode);
}
static inline int cossl_SSL_CTX_set1_groups_list(SSL_CTX *c, const char *list) {
    return (int)SSL_CTX_set1_groups_list(c, (char *)list);
}
static inline int cossl_SSL_CTX_set1_sigalgs_list(SSL_CTX *c, const char *list) {
    return (int)SSL_CTX_set1_sigalgs_list(c, (char *)list);
}
static inline int cossl_SSL_CTX_add1_chain_cert(SSL_CTX *c, X509 *x) {
    return (int)SSL_CTX_add1_chain_cert(c, x);
}
static inline long cossl_BIO_set_mem_eof_return(BIO *b, int value) {
    return BIO_set_mem_eof_return(b, value);
}
static inline long cossl_BIO_get_mem_data(BIO *b, char **data) {
    return BIO_get_mem_data(b, data);
}
static inline int cossl_BIO_reset(BIO *b) { return (int)BIO_reset(b); }
static inline void cossl_OPENSSL_free(void *p) { OPENSSL_free(p); }
static inline EVP_PKEY *cossl_EVP_EC_gen(const char *curve) { return EVP_EC_gen(curve); }
static inline int cossl_ERR_GET_REASON(unsigned long code) { return ERR_GET_REASON(code); }

static const uint64_t cossl_OP_NO_RENEGOTIATION = SSL_OP_NO_RENEGOTIATION;
static const uint64_t cossl_OP_NO_TICKET = SSL_OP_NO_TICKET;
static const uint64_t cossl_OP_NO_COMPRESSION = SSL_OP_NO_COMPRESSION;

#endif
