mkdir lab && echo 'sesame' > secret
(cd lab && cat ../secret)
# hidden
rm -r lab secret
