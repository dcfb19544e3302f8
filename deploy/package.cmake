# SPDX-License-Identifier: Apache-2.0
# What is installed where, and the Debian package of it: `cpack -G DEB` in the build folder of preset release.
include(GNUInstallDirs)
set(units ${PROJECT_SOURCE_DIR}/deploy/systemd)
install(TARGETS lockstep RUNTIME DESTINATION bin)
install(FILES ${units}/lockstep.service ${units}/lockstep-once.service ${units}/lockstep-once.timer
    ${units}/lockstep-once.path DESTINATION lib/systemd/system)
install(FILES ${units}/lockstep.sysusers DESTINATION lib/sysusers.d RENAME lockstep.conf)
install(FILES ${units}/lockstep.tmpfiles DESTINATION lib/tmpfiles.d RENAME lockstep.conf)
install(FILES ${PROJECT_SOURCE_DIR}/deploy/config.example.yaml ${PROJECT_SOURCE_DIR}/README.md
    DESTINATION share/doc/lockstep)
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION share/doc/lockstep RENAME copyright)

# Manual pages and completion come from the program itself, so they cannot say anything else than it does.
set(said ${PROJECT_BINARY_DIR}/said)
add_custom_command(OUTPUT ${said}/done
    COMMAND ${PROJECT_SOURCE_DIR}/deploy/say_pages $<TARGET_FILE:lockstep> ${said}
    COMMAND ${CMAKE_COMMAND} -E touch ${said}/done
    DEPENDS lockstep ${PROJECT_SOURCE_DIR}/deploy/say_pages)
if(NOT LOCKSTEP_TESTS) # what is packed is the release build
    set(with_all ALL)
endif()
add_custom_target(pages ${with_all} DEPENDS ${said}/done)
install(DIRECTORY ${said}/man1 DESTINATION share/man OPTIONAL)
install(FILES ${said}/bash DESTINATION share/bash-completion/completions RENAME lockstep OPTIONAL)
install(FILES ${said}/zsh DESTINATION share/zsh/vendor-completions RENAME _lockstep OPTIONAL)
install(FILES ${said}/fish DESTINATION share/fish/vendor_completions.d RENAME lockstep.fish OPTIONAL)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_PACKAGE_CONTACT "Lockstep maintainers <lockstep@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_DEBIAN_PACKAGE_SECTION admin)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "ca-certificates, tzdata")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "docker.io | docker-ce | podman")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA ${PROJECT_SOURCE_DIR}/deploy/debian/postinst
    ${PROJECT_SOURCE_DIR}/deploy/debian/prerm ${PROJECT_SOURCE_DIR}/deploy/debian/postrm)
include(CPack)
